import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { audio } from './audio.ts';
import { create, detect } from './call.ts';
import { scrape } from './scrape.ts';
import { Service } from './service.ts';

test('what happened is in the next scrape', async () => {
  await using service = new Service({ VAD_MAX_SESSIONS: '2' });
  const vad = await service.vad();
  const piece = audio('two-phrases').subarray(0, 10 * 1024 + 7);
  await create(vad, 'a');
  await create(vad, 'b');
  await detect(vad, 'a', piece, 'start');
  await detect(vad, 'a', piece);
  await expect(detect(vad, 'gone', piece)).rejects.toThrow();
  await expect(create(vad, 'c')).rejects.toThrow();
  const samples = await scrape(service);
  expect(Object.fromEntries(samples)).toMatchObject({
    'vad_calls_total{method="CreateSession",code="OK"}': 2,
    'vad_calls_total{method="Detect",code="OK"}': 2,
    'vad_calls_total{method="Detect",code="NOT_FOUND"}': 1,
    'vad_calls_refused_total{reason="too-many-sessions"}': 1,
    vad_frames_total: 20,
    vad_batch_frames_sum: 20,
    vad_queue_duration_seconds_count: 20,
    vad_sessions: 2,
    vad_sessions_locked: 1,
    vad_streams: 0,
    vad_sessions_expired_total: 0,
  });
  expect(samples.get('vad_inference_duration_seconds_count')).toBe(samples.get('vad_batch_frames_count'));
  expect(samples.get('vad_detect_duration_seconds_sum')).toSatisfy(seconds => seconds > 0 && seconds < 20);
});

test('a session that nobody uses is counted when it is forgotten', async () => {
  await using service = new Service({ VAD_IDLE_SECONDS: '1' });
  await create(await service.vad(), 'a');
  await expect.poll(async () => (await scrape(service)).get('vad_sessions_expired_total'), { timeout: 20_000 }).toBe(1);
  expect((await scrape(service)).get('vad_sessions')).toBe(0);
});

test('a scrape says in which format it is', async () => {
  await using service = new Service();
  const { headers } = await fetch(await service.metricsUrl());
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('the process itself is measured', async () => {
  await using service = new Service();
  await service.said('serving');
  const samples = await scrape(service);
  const startedAgo = Date.now() / 1000 - (samples.get('process_start_time_seconds') ?? 0);
  expect(startedAgo).toSatisfy(seconds => seconds > -1 && seconds < 60);
  for (const name of ['process_cpu_seconds_total', 'process_open_fds', 'vad_event_loop_delay_seconds_count']) {
    expect(samples.get(name), name).toBeGreaterThan(0);
  }
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(samples.get('nodejs_heap_size_used_bytes') ?? 0);
});

test('a taken port is named, with the variable that moves it', async () => {
  await using first = new Service();
  const port = new URL(await first.metricsUrl()).port;
  await using second = new Service({ VAD_METRICS_PORT: port });
  expect(await second.exited).toBe(1);
  expect(second.stderr).toBe(
    `Port ${port} is taken by another process (127.0.0.1:${port}).\n` +
      'End that one, or set VAD_METRICS_PORT to another port (0 takes a free one).\n',
  );
});

test('metrics are served while the service drains, and a scraper that stays does not hold it up', async () => {
  await using service = new Service({ VAD_DRAIN_SECONDS: '1', VAD_GRACE_SECONDS: '10' });
  await service.said('serving');
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const url = await service.metricsUrl();
  const ask = () =>
    new Promise<string>((resolve, reject) => {
      get(url, { agent }, response => resolve(text(response))).on('error', reject);
    });
  await ask();
  const stopping = performance.now();
  service.process.kill('SIGTERM');
  await service.said('stopping');
  expect(await ask()).toContain('vad_sessions 0');
  expect(await service.exited).toBe(0);
  expect(performance.now() - stopping).toBeLessThan(8000);
  expect(service.logged.at(-1)?.message).toBe('stopped');
});
