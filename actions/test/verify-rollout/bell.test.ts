import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Bell } from '../../verify-rollout/bell.ts';
import { temporaryFolder, write } from '../harness.ts';

const { signal } = new AbortController();

// A kubectl that says of a change when it is told to, and then goes on.
const script = (folder: string) => `#!/bin/sh
echo $$ > '${folder}/pid'
while [ ! -e '${folder}/change' ]; do sleep 0.05; done
echo pod/x
exec sleep 60
`;

test('a change rings at once, and stopping ends the stream', async () => {
  const folder = temporaryFolder();
  write(folder, 'kubectl', script(folder));
  chmodSync(join(folder, 'kubectl'), 0o755);
  const path = process.env.PATH;
  process.env.PATH = [folder, path].join(delimiter);
  const bell = new Bell({}, [['pods']]);
  onTestFinished(() => {
    process.env.PATH = path;
    bell.stop();
  });
  await expect.poll(() => existsSync(join(folder, 'pid')), { timeout: 10_000 }).toBe(true);
  const began = Date.now();
  const rung = bell.wait(40_000, signal);
  write(folder, 'change', '');
  await rung;
  expect(Date.now() - began).toBeLessThan(20_000);
  bell.stop();
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

test('without a change it waits its time, and no longer than the signal lets it', async () => {
  const bell = new Bell({}, []);
  const began = Date.now();
  await bell.wait(50, signal);
  expect(Date.now() - began).toBeGreaterThanOrEqual(45);
  const controller = new AbortController();
  const waiting = bell.wait(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
