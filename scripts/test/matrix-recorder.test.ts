import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readAllRows, readRows, rowFile } from '../matrix/row-file.ts';
import { matrixVariables } from '../matrix/run-options.ts';
import { Recorder } from './matrix/recorder.ts';

const measured = { verdict: 'oom-killed', wholeSeconds: 8.6, afterSeconds: 0.1, conversations: 9, lost: 0 };

test('parts add up, and a case that begins again has no row until it has passed again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vad-gitops-recorder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const env = { [matrixVariables.folder]: folder, [matrixVariables.commit]: 'c1' };
  const passed = () => readRows(rowFile(folder, 'c1', 'flux')).map(({ id, wholeSeconds }) => [id, wholeSeconds]);
  const first = new Recorder('flux', env);
  first.start('oom');
  first.pass('oom', measured);
  new Recorder('argocd', env).pass('oom', measured);
  const second = new Recorder('flux', env);
  second.start('crash');
  expect(passed()).toEqual([['oom', 8.6]]);
  expect(second.pass('crash', measured)).toMatchObject({ id: 'crash', engine: 'flux', commit: 'c1', ...measured });
  second.start('oom');
  expect(passed()).toEqual([['crash', 8.6]]);
  second.pass('oom', { ...measured, wholeSeconds: 9 });
  expect(passed()).toEqual([
    ['crash', 8.6],
    ['oom', 9],
  ]);
  expect(readAllRows(folder)).toHaveLength(3);
});
