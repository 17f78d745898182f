import { columns } from '../columns.ts';
import type { IdleMemory } from './idle-memory.ts';
import type { OnePod } from './one-pod.ts';
import type { Round, Scaling } from './scaling.ts';
import { BAR_MS, judge, type Step } from './step.ts';

const MIB = 2 ** 20;
const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`;
const ms = (value: number) => `${value.toFixed(1)} ms`;
const percent = (share: number) => `${Math.round(share * 100)} %`;
const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const at = (seconds: number) => `${Math.round(seconds)} s`;

/** What one pod did with so many sessions, step by step, and the answer. */
export function reportOnePod({ steps, held }: OnePod): string {
  const answer = held
    ? `One pod holds ${held.sessions} real-time sessions: for ${held.seconds} s, every Detect OK, p99 ${ms(held.p99Ms)}.`
    : `One pod held no number of sessions at p99 ≤ ${BAR_MS} ms.`;
  return `${columns([stepHead, ...steps.map(stepCells)])}\n\n${answer}`;
}

const stepHead = [
  'sessions',
  'for',
  'Detects/s asked',
  'reached',
  'p50',
  'p99',
  'CPU',
  'periods throttled',
  'working set, peak',
  'machine busy',
  '',
];

function stepCells(step: Step): string[] {
  const verdict = judge(step);
  return [
    String(step.sessions),
    at(step.seconds),
    whole(step.askedRate),
    whole(step.rate),
    ms(step.p50Ms),
    ms(step.p99Ms),
    `${whole(step.cpuCores * 1000)}m`,
    percent(step.throttled),
    mib(step.peakWorkingSetBytes),
    percent(step.machineBusy),
    verdict.kind === 'holds' ? '✔' : `✘ ${verdict.why}`,
  ];
}

export function reportIdleMemory(readings: readonly IdleMemory[]): string {
  return columns([
    ['idle sessions', 'working set'],
    ...readings.map(({ sessions, workingSetBytes }) => [whole(sessions), mib(workingSetBytes)]),
  ]);
}

/** What each round of load saw, and when the number of pods changed. */
export function reportScaling({ sessions, rounds, loadEndedAtSeconds, changes }: Scaling): string {
  const seen = columns([
    ['at', 'pods', 'sessions on each', 'p50 of the slowest pod', 'p99', 'machine busy', ''],
    ...rounds.map(round => [
      at(round.atSeconds),
      String(round.pods),
      round.sessionsPerPod.join(', '),
      ms(round.p50Ms),
      ms(round.p99Ms),
      percent(round.machineBusy),
      roundVerdict(round),
    ]),
  ]);
  const moved = columns([
    ['at', 'HPA wants', 'pods', 'ready', 'CPU of the request'],
    ...changes.map(change => [
      at(change.atSeconds),
      String(change.desired),
      String(change.current),
      String(change.ready),
      change.cpuPercent === null ? 'no reading' : `${change.cpuPercent} %`,
    ]),
  ]);
  return `${sessions} real-time sessions on all pods, from 0 s to ${at(loadEndedAtSeconds)}\n\n${seen}\n\n${moved}`;
}

function roundVerdict({ failed, p99Ms }: Round): string {
  if (failed > 0) return `✘ ${failed} calls failed`;
  return p99Ms <= BAR_MS ? '✔' : `✘ p99 > ${BAR_MS} ms`;
}
