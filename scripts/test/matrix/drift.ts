import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeGitHub, startGitHub } from '../../../actions/test/fakes/github.ts';
import { overlayPath } from '../../../actions/toolkit/manifest-names.ts';
import type { EngineName } from '../../local/engines.ts';
import { kubectl } from '../../local/kubectl.ts';
import { pushToMain } from '../cluster/push.ts';
import { openStage, type Ran, type Stage } from '../cluster/stage.ts';
import { engineObject, patchEngine, pausing } from './engine-object.ts';

const hour = 3_600_000;
const other = `sha256:${'0'.repeat(64)}`;

/** What somebody has changed past Git is told of within one run, and no longer after it was repaired; on the real cluster, in order. */
export function drift(engine: EngineName): void {
  let stage: Stage;
  let digest: string;
  const staging = (...args: string[]) => kubectl([...args, '--namespace', stage.repository.namespaces.staging]);
  const repaired = async (github: FakeGitHub) => {
    await stage.bothPodsReady('staging', digest);
    expect((await look(stage, github)).failure).toBeUndefined();
    expect(github.issues).toMatchObject([{ state: 'closed' }]);
  };

  beforeAll(async () => {
    stage = await openStage(`drift-${engine}-${process.pid.toString(36)}`, engine);
    const { failure } = await stage.run(await stage.repository.head());
    if (failure !== undefined) throw new Error(failure);
    digest = (await stage.release('staging'))?.digest ?? '';
    // A change in Git that is younger than a quarter of an hour may still be on its way.
    const changes = ['staging', 'production'].map(one => [
      join(overlayPath(one), 'kustomization.yaml'),
      (text: string) => `${text}# An hour ago.\n`,
    ]);
    await pushToMain(stage.repository.name, Object.fromEntries(changes), new Date(Date.now() - hour));
  });
  afterAll(() => stage?.repository.remove());

  it('finds nothing where nobody has changed anything', async () => {
    const github = await startGitHub();
    const { failure, text } = await look(stage, github);
    expect(failure, text).toBeUndefined();
    expect(github.issues).toEqual([]);
  });

  it('tells of an engine that is paused, an image set, an HPA deleted and a Service changed by hand', async () => {
    const github = await startGitHub();
    await patchEngine(engineObject(stage, 'staging'), pausing(true)[engine]);
    const image = (await staging('get', 'deployment', 'vad-service', '-o', 'jsonpath={..containers[0].image}')).trim();
    await staging('set', 'image', 'deployment/vad-service', `vad-service=${image.replace(/@.*/, `@${other}`)}`);
    await staging('delete', 'hpa', 'vad-hpa');
    await staging('patch', 'service', 'vad-service', '--patch', '{"spec":{"selector":{"app":"vad-nobody"}}}');
    expect((await look(stage, github)).failure).toBeDefined();
    expect(github.issues).toMatchObject([{ state: 'open' }]);
    const body = github.issues[0]?.body;
    expect(body).toContain('The engine was told not to sync');
    expect(body).toContain(`The Deployment has ${other.slice(7, 19)}, where Git has ${digest.slice(7, 19)}`);
    expect(body).toContain('There is no autoscaler, where Git has one of 2–10');
    expect(body).toContain('A Service that clients use is not as it should be (service-differs)');
    const { environments } = await stage.status();
    const kinds = environments.map(one => one.drift.map(({ kind }) => kind));
    expect(kinds).toEqual([['sync-paused', 'other-digest', 'endpoints', 'hpa-missing'], []]);
    await patchEngine(engineObject(stage, 'staging'), pausing(false)[engine]);
    await repaired(github);
  });

  it('tells of a Deployment that was scaled by hand', async () => {
    const github = await startGitHub();
    await staging('scale', 'deployment', 'vad-service', '--replicas=0');
    expect((await look(stage, github)).failure).toBeDefined();
    expect(github.issues).toMatchObject([{ state: 'open' }]);
    expect(github.issues[0]?.body).toContain('The Deployment has 0 replicas, outside 2–10');
    await staging('scale', 'deployment', 'vad-service', '--replicas=2');
    await repaired(github);
  });
}

/** Runs drift.yaml once. */
function look(stage: Stage, { env, token }: FakeGitHub): Promise<Ran> {
  return stage.with({ env, token }).dispatch('drift.yaml', { kind: 'workflow_dispatch', inputs: {} });
}
