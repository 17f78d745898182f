import { beforeAll, expect, test } from 'vitest';
import { terminalProgress } from '../../scripts/progress.ts';
import { ensureTools } from '../../scripts/tools/build.ts';
import { audio } from './audio.ts';
import { create, detect } from './call.ts';
import { Prometheus } from './prometheus.ts';
import { run } from './run.ts';
import { Service } from './service.ts';

const BUILD_MS = 600_000;
const FRAMES = 10;

beforeAll(() => ensureTools(['prometheus'], terminalProgress()), BUILD_MS);

/** A service that has something to tell. */
async function usedService(): Promise<Service> {
  const service = new Service();
  const vad = await service.vad();
  await create(vad, 'a');
  await detect(vad, 'a', audio('two-phrases').subarray(0, FRAMES * 1024));
  return service;
}

test('a real Prometheus scrapes the service, and its expressions give what happened', async () => {
  await using service = await usedService();
  await using prometheus = await Prometheus.scraping(new URL(await service.metricsUrl()).host);
  const value = (expression: string) =>
    expect.poll(() => prometheus.query(expression), { timeout: 20_000, message: expression });

  await value('up{job="vad-service"}').toBe(1);
  await value('vad_frames_total').toBe(FRAMES);
  await value('sum by (method) (vad_calls_total{code="OK",method="Detect"})').toBe(1);
  await value('vad_sessions').toBe(1);
  await value('histogram_quantile(0.99, vad_detect_duration_seconds_bucket)').toSatisfy(
    seconds => seconds > 0 && seconds <= 2.5,
  );

  await detect(await service.vad(), 'a', audio('two-phrases').subarray(0, FRAMES * 1024));
  await value('vad_frames_total').toBe(2 * FRAMES);
  service.process.kill('SIGKILL');
  await value('up{job="vad-service"}').toBe(0);
});

test('promtool has nothing to say about the names, types and help of the metrics', async () => {
  await using service = await usedService();
  const text = await (await fetch(await service.metricsUrl())).text();
  expect(await run('promtool', ['check', 'metrics'], text)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(text).toContain(`vad_frames_total ${FRAMES}`);
});
