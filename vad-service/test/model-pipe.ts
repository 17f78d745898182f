import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A path that gives the model only when the test writes it. */
export function modelPipe(): { path: string; fill: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'vad-health-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'model.onnx');
  execFileSync('mkfifo', [path]);
  const model = readFileSync(createRequire(import.meta.url).resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx'));
  return { path, fill: () => writeFile(path, model) };
}
