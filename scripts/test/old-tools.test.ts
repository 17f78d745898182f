import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeOldTools } from '../tools/all.ts';

test('what no pin names goes, logs and halves of builds too; what is pinned stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vad-gitops-tools-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['act-1', 'act-2', 'act-2.building-x']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'act-1/act'), 'old');
  writeFileSync(join(folder, 'act.log'), '');
  expect(await removeOldTools(folder, ['act-2', 'kind-1'])).toEqual(['act-1', 'act-2.building-x', 'act.log']);
  expect(readdirSync(folder)).toEqual(['act-2']);
});
