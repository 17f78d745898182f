import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askReflection } from './ask-reflection.ts';
import { audio } from './audio.ts';
import { create, detect } from './call.ts';
import { Service } from './service.ts';

const COMPRESSED_BOUND_BYTES = 25e6;
const folder = mkdtempSync(join(tmpdir(), 'vad-bundle-'));
const app = join(folder, 'app');
const empty = join(folder, 'empty');

beforeAll(async () => {
  await mkdir(empty);
  execFileSync(process.execPath, [join(import.meta.dirname, '../build.ts'), '--out', app]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());

test.each([
  0, 2,
])('what the image holds runs from anywhere, without a home or any other module, with VAD_WORKERS=%d', async workers => {
  await using service = new Service({ VAD_WORKERS: `${workers}` }, [join(app, 'main.mjs')], empty);
  const vad = await service.vad();
  await create(vad, 'a');
  expect(await detect(vad, 'a', audio('two-phrases'), 'start')).toMatchObject({ hasVoice: true, isSpeaking: true });
  const [listed] = await askReflection(service, [{ listServices: '' }]);
  expect(listed?.listServicesResponse?.service).toContainEqual({ name: 'vad.VADService' });
  const metrics = await fetch(await service.metricsUrl());
  expect(await metrics.text()).toContain('vad_calls_total{method="Detect",code="OK"} 1');
  expect(service.stderr).toBe('');
  expect(filesIn(empty)).toEqual([]);
});

test('it holds one platform only, and is small', () => {
  const files = filesIn(app);
  const native = files.filter(entry => /\.(node|so)/.test(entry.name)).map(entry => join(entry.parentPath, entry.name));
  expect(native.map(path => path.split('napi-v6/')[1]).sort()).toEqual([
    `linux/${process.arch}/libonnxruntime.so.1`,
    `linux/${process.arch}/onnxruntime_binding.node`,
  ]);
  const bytes = files.map(entry => gzipSync(readFileSync(join(entry.parentPath, entry.name)), { level: 6 }).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(COMPRESSED_BOUND_BYTES);
});
