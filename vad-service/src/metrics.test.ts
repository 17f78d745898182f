import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics } from './metrics.ts';

function metricsOf(now = { sessions: () => 0, lockedSessions: () => 0, streams: () => 0 }) {
  const metrics = createMetrics(now);
  onTestFinished(() => metrics.close());
  return metrics;
}

/** The samples of one scrape whose names begin so, as Prometheus reads them. */
async function samples(metrics: ReturnType<typeof metricsOf>, ...names: string[]): Promise<string[]> {
  const { text } = await metrics.scrape();
  return text.split('\n').filter(line => names.some(name => line.startsWith(name)));
}

test('calls are counted by method and status, refusals by reason', async () => {
  const metrics = metricsOf();
  metrics.callEnded('Detect', 'OK');
  metrics.callEnded('Detect', 'OK');
  metrics.callEnded('Detect', 'NOT_FOUND');
  metrics.callEnded('GetStats', 'OK');
  metrics.refused('too-many-sessions');
  expect(await samples(metrics, 'vad_calls')).toEqual([
    'vad_calls_total{method="Detect",code="OK"} 2',
    'vad_calls_total{method="Detect",code="NOT_FOUND"} 1',
    'vad_calls_total{method="GetStats",code="OK"} 1',
    'vad_calls_refused_total{reason="too-many-sessions"} 1',
  ]);
});

test('a run counts its frames, and is measured by size and by time', async () => {
  const metrics = metricsOf();
  metrics.ran(1, 0.0002);
  metrics.ran(32, 0.004);
  expect(await samples(metrics, 'vad_frames_total')).toEqual(['vad_frames_total 33']);
  expect(await samples(metrics, 'vad_batch_frames')).toEqual([
    ...[1, 2, 3, 4, 6, 8, 12, 16, 24].map(size => `vad_batch_frames_bucket{le="${size}"} 1`),
    'vad_batch_frames_bucket{le="32"} 2',
    'vad_batch_frames_bucket{le="+Inf"} 2',
    'vad_batch_frames_sum 33',
    'vad_batch_frames_count 2',
  ]);
  expect(await samples(metrics, 'vad_inference_duration_seconds_')).toEqual([
    'vad_inference_duration_seconds_bucket{le="0.0001"} 0',
    ...[0.00025, 0.0005, 0.001, 0.0025].map(le => `vad_inference_duration_seconds_bucket{le="${le}"} 1`),
    ...[0.005, 0.01, 0.025, '+Inf'].map(le => `vad_inference_duration_seconds_bucket{le="${le}"} 2`),
    'vad_inference_duration_seconds_sum 0.0042',
    'vad_inference_duration_seconds_count 2',
  ]);
});

test('Detects and waits are timed in seconds, each for itself', async () => {
  const metrics = metricsOf();
  metrics.detectDone(0.02);
  metrics.waited(3);
  metrics.waited(0.0004);
  expect(await samples(metrics, 'vad_detect_duration_seconds_sum', 'vad_detect_duration_seconds_count')).toEqual([
    'vad_detect_duration_seconds_sum 0.02',
    'vad_detect_duration_seconds_count 1',
  ]);
  const waits = await samples(metrics, 'vad_queue_duration_seconds_bucket');
  expect(waits.at(0)).toBe('vad_queue_duration_seconds_bucket{le="0.0005"} 1');
  expect(waits.slice(-2)).toEqual([
    'vad_queue_duration_seconds_bucket{le="2.5"} 1',
    'vad_queue_duration_seconds_bucket{le="+Inf"} 2',
  ]);
});

test('what befalls sessions is counted', async () => {
  const metrics = metricsOf();
  metrics.sessionExpired();
  for (let i = 0; i < 2; i++) metrics.leaseExpired();
  for (let i = 0; i < 3; i++) metrics.startRenewed();
  expect(await samples(metrics, 'vad_sessions_expired', 'vad_leases_expired', 'vad_starts_renewed')).toEqual([
    'vad_sessions_expired_total 1',
    'vad_leases_expired_total 2',
    'vad_starts_renewed_total 3',
  ]);
});

test('what is so at the moment is asked at each scrape', async () => {
  let sessions = 5;
  const metrics = metricsOf({ sessions: () => sessions, lockedSessions: () => 2, streams: () => 1 });
  const gauges = () => samples(metrics, 'vad_sessions ', 'vad_sessions_locked', 'vad_streams');
  expect(await gauges()).toEqual(['vad_sessions 5', 'vad_sessions_locked 2', 'vad_streams 1']);
  sessions = 7;
  expect((await gauges())[0]).toBe('vad_sessions 7');
});

test('the CPU time of two scrapes is not added up', async () => {
  const metrics = metricsOf();
  await metrics.scrape();
  const [line] = await samples(metrics, 'process_cpu_seconds_total');
  const { user, system } = process.cpuUsage();
  expect(Number(line?.split(' ')[1])).toBeLessThanOrEqual((user + system) / 1e6);
});

test('the README names every metric with its type and help, and no other', async () => {
  const { text } = await metricsOf().scrape();
  const described = text.matchAll(/^# HELP (\S+) (.+)\n# TYPE \1 (\w+)$/gm);
  const exposed = [...described].map(([, name, help, type]) => `| \`${name}\` | ${type} | ${help} |`);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const told = readme.split('\n').filter(line => /^\| `(vad|process|nodejs)_/.test(line));
  expect(told.toSorted()).toEqual(exposed.toSorted());
});
