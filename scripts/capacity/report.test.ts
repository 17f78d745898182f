import { expect, test } from 'vitest';
import { reportIdleMemory, reportOnePod, reportScaling } from './report.ts';
import type { Step } from './step.ts';

const step: Step = {
  sessions: 40,
  seconds: 60,
  askedRate: 1250,
  rate: 1249.6,
  p50Ms: 0.61,
  p99Ms: 12.34,
  statuses: { OK: 75_000 },
  cpuCores: 0.3512,
  throttled: 0.031,
  peakWorkingSetBytes: 87.4 * 2 ** 20,
  oomKills: 0,
  machineBusy: 0.4,
};

test('one pod: each step with its verdict, then the answer', () => {
  const bad: Step = { ...step, sessions: 60, seconds: 10, askedRate: 1875, rate: 1875, p99Ms: 47.9 };
  expect(reportOnePod({ steps: [bad, step], held: step })).toMatchInlineSnapshot(`
    "sessions  for   Detects/s asked  reached  p50     p99      CPU   periods throttled  working set, peak  machine busy
    60        10 s  1,875            1,875    0.6 ms  47.9 ms  351m  3 %                87 MiB             40 %          ✘ p99 > 32 ms
    40        60 s  1,250            1,250    0.6 ms  12.3 ms  351m  3 %                87 MiB             40 %          ✔

    One pod holds 40 real-time sessions: for 60 s, every Detect OK, p99 12.3 ms."
  `);
  expect(reportOnePod({ steps: [bad], held: undefined })).toMatch(/held no number of sessions at p99 ≤ 32 ms\.$/);
});

test('idle memory', () => {
  const readings = [
    { sessions: 0, workingSetBytes: 48 * 2 ** 20 },
    { sessions: 10_000, workingSetBytes: 102 * 2 ** 20 },
  ];
  expect(reportIdleMemory(readings)).toBe('idle sessions  working set\n0              48 MiB\n10,000         102 MiB');
});

test('scaling: what the clients saw, and what the HPA did', () => {
  const scaling = {
    sessions: 48,
    rounds: [
      { atSeconds: 0.2, pods: 2, sessionsPerPod: [24, 24], p50Ms: 0.5, p99Ms: 53.4, failed: 0, machineBusy: 0.6 },
    ],
    loadEndedAtSeconds: 200.4,
    changes: [
      { atSeconds: 0, desired: 2, current: 2, ready: 2, cpuPercent: null },
      { atSeconds: 80.2, desired: 4, current: 4, ready: 2, cpuPercent: 128 },
    ],
  };
  expect(reportScaling(scaling)).toMatchInlineSnapshot(`
    "48 real-time sessions on all pods, from 0 s to 200 s

    at   pods  sessions on each  p50 of the slowest pod  p99      machine busy
    0 s  2     24, 24            0.5 ms                  53.4 ms  60 %          ✘ p99 > 32 ms

    at    HPA wants  pods  ready  CPU of the request
    0 s   2          2     2      no reading
    80 s  4          4     2      128 %"
  `);
});

test('scaling: calls that failed are said before their latency', () => {
  const round = { atSeconds: 0, pods: 4, sessionsPerPod: [12], p50Ms: 0.5, p99Ms: 53.4, failed: 7, machineBusy: 1 };
  const scaling = { sessions: 48, rounds: [round], loadEndedAtSeconds: 15, changes: [] };
  expect(reportScaling(scaling)).toContain('✘ 7 calls failed');
});
