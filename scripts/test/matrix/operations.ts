import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGitHub } from '../../../actions/test/fakes/github.ts';
import { readHolds } from '../../../actions/toolkit/hold.ts';
import { holdPath, overlayPath, releasePath } from '../../../actions/toolkit/manifest-names.ts';
import type { EngineName } from '../../local/engines.ts';
import { waitFor } from '../../local/wait.ts';
import { pushToMain } from '../cluster/push.ts';
import { openStage, type Ran, type Stage } from '../cluster/stage.ts';
import { broken, hasExpired, liveBounds, mended, service, titled } from '../cluster/story.ts';
import { loadService, serviceAddress } from './observe.ts';

const by = (inputs: Record<string, string>) => ({ kind: 'workflow_dispatch', inputs }) as const;
// A service that never serves: its verdict waits for the startup probe's end, so that another merge comes before it.
const serves = 'health.setServing(true);';
const muted = '// It never serves.';
const mute = (text: string) => text.replace(serves, muted);
const unmute = (text: string) => text.replace(muted, serves);
const hpaFile = 'kustomize/components/hpa/hpa.yaml';

/** What operators do, and what happens to them, on the real cluster; in order. */
export function operations(engine: EngineName): void {
  let stage: Stage;
  const staging = async () => (await stage.release('staging'))?.digest ?? '';
  const edit = (change: (text: string) => string) => stage.repository.edit(service, change);
  const rollback = (inputs: Record<string, string>) =>
    stage.dispatch('rollback.yaml', by({ environment: 'staging', ...inputs }));

  beforeAll(async () => {
    stage = await openStage(`operate-${engine}-${process.pid.toString(36)}`, engine);
  });
  afterAll(() => stage?.repository.remove());

  it('has no verified target yet: a first release that is bad stays, and the run says so', async () => {
    const { failure, text } = await stage.run(await edit(broken));
    expect(failure).toBeDefined();
    expect(text).toContain('not rolled back: the ledger has no verified release other than');
    expect(await stage.release('production')).toBeUndefined();
  });

  it('deploys what mends it', async () => {
    await succeeds(stage.run(await edit(mended)));
    await stage.bothPodsReady('production', await staging());
  });

  it('refuses to scale over a quota, and shows the arithmetic', async () => {
    const kustomization = join(overlayPath('staging'), 'kustomization.yaml');
    const quotaFile = join(overlayPath('staging'), 'quota.yaml');
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small' } };
    await pushToMain(stage.repository.name, {
      [quotaFile]: () => JSON.stringify({ ...quota, spec: { hard: { 'requests.cpu': '5' } } }),
      [kustomization]: text => text.replace('  - ../../base\n', '  - ../../base\n  - quota.yaml\n'),
    });
    const { failure, text } = await stage.dispatch('scale.yaml', by({ environment: 'staging', max: '30' }));
    expect(failure).toBeDefined();
    expect(text).toMatch(/\[scale-refused\]/);
    expect(text).toMatch(/2 × 30/);
    await pushToMain(stage.repository.name, {
      [quotaFile]: () => undefined,
      [kustomization]: before => before.replace('  - quota.yaml\n', ''),
    });
  });

  it('scales up under load, cuts nobody off, and puts the bounds back when their time is over', async () => {
    const inputs = { environment: 'staging', max: '3', 'cpu-target': '50', 'expires-in': '4h', reason: 'a fair' };
    await succeeds(stage.dispatch('scale.yaml', by(inputs)));
    const quiet = loadService(await serviceAddress(stage.repository.namespaces.staging));
    const third = async () => (await stage.readyPods('staging')).length === 3;
    await waitFor('a third pod that is ready', third, { timeoutMs: 240_000 }).finally(quiet);
    expect(await quiet()).toMatchObject({ failed: [] });
    await pushToMain(stage.repository.name, { [releasePath('staging')]: hasExpired });
    await succeeds(stage.dispatch('scale.yaml', { kind: 'schedule', cron: '' }));
    expect(await liveBounds(stage)).toEqual([2, 10]);
  });

  it('keeps a merge back while all is held, and deploys it when the hold is lifted', async () => {
    const before = await staging();
    await succeeds(rollback({ to: 'none', hold: 'all', reason: 'a fair' }));
    await succeeds(stage.run(await edit(titled('held'))));
    expect(await staging()).toBe(before);
    // What is merged into the manifests is live under a hold too, and is verified.
    const changed = await stage.push(hpaFile, text => text.replace('averageUtilization: 70', 'averageUtilization: 65'));
    expect(changed.failure).toBeUndefined();
    expect(changed.text).toMatch(/verified: staging at/);
    expect(changed.text).toMatch(/verified: production at/);
    expect(await staging()).toBe(before);
    const github = await startGitHub();
    const there = stage.with({ env: github.env, token: github.token });
    const lift = by({ environment: 'staging', 'release-hold': 'freeze', reason: 'over' });
    await succeeds(there.dispatch('rollback.yaml', lift));
    expect(github.dispatches).toEqual(['deploy.yaml@main']);
    await succeeds(stage.dispatch('deploy.yaml', by({})));
    expect(await staging()).not.toBe(before);
    await stage.bothPodsReady('staging', await staging());
  });

  it('does not roll back over a good merge that came before the verdict', async () => {
    const before = await staging();
    const bad = stage.run(await edit(mute), `${stage.repository.name}-bad`);
    await waitFor('the bad bump', async () => (await staging()) !== before, { timeoutMs: 120_000 });
    const refused = await staging();
    await succeeds(stage.run(await edit(text => titled('good')(unmute(text)))));
    const { failure, text } = await bad;
    expect(failure, text.slice(-4_000)).toBeUndefined();
    expect(text).toContain('superseded: staging');
    expect(text).not.toContain('rolled back to');
    expect([before, refused]).not.toContain(await staging());
    await stage.bothPodsReady('production', await staging());
  });

  it('rolls back although documentation was merged meanwhile, and does not take the digest again', async () => {
    const before = await staging();
    const began = Date.now();
    const bad = stage.run(await edit(broken), `${stage.repository.name}-bad`);
    await waitFor('the bad bump', async () => (await staging()) !== before, { timeoutMs: 120_000 });
    await pushToMain(stage.repository.name, { 'README.md': text => `${text}\nOne line more.\n` });
    const { failure, text } = await bad;
    expect(failure).toBeDefined();
    expect(text).toContain(`rolled back to ${before} because crash-loop`);
    await stage.bothPodsReady('staging', before);
    console.log(`${engine}: bad merge → old digest verified again: ${((Date.now() - began) / 1000).toFixed(0)} s`);
    await succeeds(stage.dispatch('deploy.yaml', by({})));
    expect(await staging()).toBe(before);
  });

  it('does not roll a rollback back by itself', async () => {
    const good = await staging();
    const bad = await refusedDigest(stage);
    const insist = { 'allow-unverified': 'true', 'release-hold': 'all', hold: 'none', reason: 'I insist' };
    expect((await rollback({ to: bad, ...insist })).failure).toBeDefined();
    const { text } = await stage.push(releasePath('staging'), file => `${file}# Looked at.\n`);
    expect(text).toContain('[rollback-repeated]');
    expect(await staging()).toBe(bad);
    await succeeds(rollback({ to: good, reason: 'well then' }));
    await succeeds(stage.run(await edit(text => titled('after all')(mended(text)))));
  });

  it('opens a pull request that reverts a bad configuration', async () => {
    const github = await startGitHub();
    const there = stage.with({ env: github.env, token: github.token });
    const before = await staging();
    const misled = (file: string) => file.replace('    name: vad-service\n', '    name: vad-nobody\n');
    const { failure, text } = await there.push(hpaFile, misled);
    expect(failure).toBeDefined();
    expect(text).toContain('[hpa-unable]');
    expect(github.pulls).toMatchObject([{ state: 'open', base: 'main', head: expect.stringMatching(/^revert\//) }]);
    expect(await staging()).toBe(before);
    await succeeds(there.push(hpaFile, file => file.replace('vad-nobody', 'vad-service')));
  });

  it('accounts for two deploys, a scale and a rollback at once', async () => {
    const { name } = stage.repository;
    const [one, two] = [await edit(titled('one')), await edit(titled('two'))];
    const back = by({ environment: 'staging', hold: 'none', reason: 'at once' });
    const runs = await Promise.all([
      stage.run(one, `${name}-one`),
      stage.run(two, `${name}-two`),
      stage.dispatch('scale.yaml', by({ environment: 'staging', max: '7', reason: 'at once' }), `${name}-scale`),
      stage.dispatch('rollback.yaml', back, `${name}-back`),
    ]);
    // Each ends well: verified, or overtaken by another. (Other bounds, not more pods: the node has no room for those.)
    for (const { failure, text } of runs) expect(failure, text.slice(-4_000)).toBeUndefined();
    expect(await staging()).toMatch(/^sha256:/);
    expect((await liveBounds(stage))[1]).toBe(7);
    await succeeds(stage.dispatch('deploy.yaml', by({})));
    const operations = (await stage.status()).history.slice(0, 12).map(({ kind }) => kind);
    expect(operations).toEqual(expect.arrayContaining(['release', 'scale']));
  });
}

async function succeeds(run: Promise<Ran>): Promise<void> {
  expect((await run).failure).toBeUndefined();
}

async function refusedDigest({ repository }: Stage): Promise<string> {
  const { checkout } = await pushToMain(repository.name, {});
  const holds = readHolds(await readFile(join(checkout, holdPath('staging')), 'utf8'));
  return holds.flatMap(({ refuses }) => refuses)[0] ?? '';
}
