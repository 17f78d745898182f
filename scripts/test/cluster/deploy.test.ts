import { afterAll, beforeAll, expect, it } from 'vitest';
import { $ } from 'zx';
import { openStage, type Stage } from './stage.ts';

// One story on the real cluster, in order: a first deployment, a change, and a commit that cannot start.

let stage: Stage;
let digestBefore: string;

beforeAll(async () => {
  stage = await openStage(`story-${process.pid.toString(36)}`);
});
afterAll(() => stage?.repository.remove());

it('deploys a commit to staging and production, verified', async () => {
  const { failure } = await stage.run(await stage.repository.head());
  expect(failure).toBeUndefined();
  const staging = await stage.release('staging');
  expect(await stage.release('production')).toEqual(staging);
  await stage.bothPodsReady('staging', staging?.digest);
  await stage.bothPodsReady('production', staging?.digest);
  digestBefore = staging?.digest ?? '';
});

it('pins digests on the Git server only', async () => {
  const { stdout } = await $({ cwd: stage.repository.folder, quiet: true })`git log --format=%an`;
  expect(stdout.trim().split('\n')).toEqual(['test']);
});

it('deploys a one-line change of the service as another digest', async () => {
  const change = (text: string) => `${text}\nprocess.title = 'vad-service, changed';\n`;
  const { failure } = await stage.run(await stage.repository.edit('vad-service/src/main.ts', change));
  expect(failure).toBeUndefined();
  const staging = await stage.release('staging');
  expect(staging?.digest).not.toBe(digestBefore);
  await stage.bothPodsReady('production', staging?.digest);
  digestBefore = staging?.digest ?? '';
});

it('builds nothing for a change outside the image, and verifies it', async () => {
  const change = (text: string) => text.replace('minReadySeconds: 25', 'minReadySeconds: 24');
  const { failure, text } = await stage.run(await stage.repository.edit('kustomize/base/deployment.yaml', change));
  expect(failure).toBeUndefined();
  expect(text).toMatch(/reused/);
  expect((await stage.release('staging'))?.digest).toBe(digestBefore);
});

it('fails at verify for a service that exits at boot, with its last words, while the old pods serve', async () => {
  const change = (text: string) => `${text}\nconsole.error('boot: the frobnicator is missing');\nprocess.exit(3);\n`;
  const { failure, text } = await stage.run(await stage.repository.edit('vad-service/src/main.ts', change));
  expect(failure).toMatch(/deploy\.yaml failed/);
  expect(text).toMatch(/CrashLoopBackOff, exit code 3/);
  expect(text).toContain('boot: the frobnicator is missing');
  expect(text).toContain('2 old pods still ready');
  await stage.bothPodsReady('staging', digestBefore);
  expect((await stage.release('production'))?.digest).toBe(digestBefore);
});
