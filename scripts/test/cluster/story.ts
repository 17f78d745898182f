import { afterAll, beforeAll, expect, it } from 'vitest';
import { $ } from 'zx';
import { numberAt } from '../../../actions/toolkit/json.ts';
import { releasePath } from '../../../actions/toolkit/manifest-names.ts';
import type { EngineName } from '../../local/engines.ts';
import { getJson } from '../../local/kubectl.ts';
import { renderPage } from '../../status/page/page.ts';
import { judge } from '../../status/verdict.ts';
import { isNotable, shortId } from '../../status/words.ts';
import { pushToMain } from './push.ts';
import { openStage, type Stage } from './stage.ts';

/**
 * One story on the real cluster, in order: what a team does with the workflows, and a merge that cannot start. `isShort` leaves
 * out what does not depend on the engine.
 */
export function story(engine: EngineName, { isShort = false } = {}): void {
  let stage: Stage;
  let first: string;

  beforeAll(async () => {
    stage = await openStage(`story-${engine}-${process.pid.toString(36)}`, engine);
  });
  afterAll(() => stage?.repository.remove());

  it('deploys a commit to staging and production, verified', async () => {
    const { failure } = await stage.run(await stage.repository.head());
    expect(failure).toBeUndefined();
    const staging = await stage.release('staging');
    expect(await stage.release('production')).toEqual(staging);
    await stage.bothPodsReady('staging', staging?.digest);
    await stage.bothPodsReady('production', staging?.digest);
    first = staging?.digest ?? '';
    const { environments } = await stage.status();
    expect(environments.map(one => [judge(one).text, one.live.digest, one.pods.length, one.drift])).toEqual([
      ['runs what Git says', first, 2, []],
      ['runs what Git says', first, 2, []],
    ]);
  });

  it('pins digests on the Git server only', async () => {
    const { stdout } = await $({ cwd: stage.repository.folder, quiet: true })`git log --format=%an`;
    expect(stdout.trim().split('\n')).toEqual(['test']);
  });

  it.skipIf(isShort)('scales for a while, and puts the bounds back when their time is over', async () => {
    const inputs = { environment: 'staging', min: '3', max: '6', 'expires-in': '4h', reason: 'a demo' };
    const scaled = await stage.dispatch('scale.yaml', { kind: 'workflow_dispatch', inputs });
    expect(scaled.failure).toBeUndefined();
    expect(await liveBounds(stage)).toEqual([3, 6]);
    // Four hours later.
    await pushToMain(stage.repository.name, { [releasePath('staging')]: hasExpired });
    const restored = await stage.dispatch('scale.yaml', { kind: 'schedule', cron: '' });
    expect(restored.failure).toBeUndefined();
    expect(await liveBounds(stage)).toEqual([2, 10]);
  });

  it('rolls a merge back that exits at boot, with its last words, while the old pods serve', async () => {
    const { failure, text } = await stage.run(await stage.repository.edit(service, broken));
    expect(failure).toMatch(/deploy\.yaml failed/);
    expect(text).toMatch(/CrashLoopBackOff, exit code 3/);
    expect(text).toContain('boot: the frobnicator is missing');
    expect(text).toMatch(/\b[23] old pods still ready/);
    expect(text).toMatch(/rolled back to/i);
    expect((await stage.release('staging'))?.digest).toBe(first);
    expect((await stage.release('production'))?.digest).toBe(first);
    await stage.bothPodsReady('staging', first);
    const status = await stage.status();
    expect(status.environments.map(one => judge(one).text)).toEqual(Array(2).fill('runs what Git says'));
    expect(status.environments[0]?.git.holds).toMatchObject([{ isInForce: true, refuses: [expect.any(String)] }]);
    const [rollback] = status.history.filter(isNotable);
    expect(rollback).toMatchObject({ kind: 'rollback', environment: 'staging', verifiedAt: expect.any(String) });
    expect(renderPage(status)).toContain(`→ ${shortId(first)}; refuses`);
  });

  it.skipIf(isShort)('deploys the merge that mends it as another digest', async () => {
    const { failure } = await stage.run(await stage.repository.edit(service, text => titled('mended')(mended(text))));
    expect(failure).toBeUndefined();
    expect((await stage.release('production'))?.digest).not.toBe(first);
  });

  it.skipIf(isShort)('rolls back by hand', async () => {
    const inputs = { environment: 'staging', to: 'last-verified', reason: 'it sounds wrong' };
    const { failure } = await stage.dispatch('rollback.yaml', { kind: 'workflow_dispatch', inputs });
    expect(failure).toBeUndefined();
    expect((await stage.release('staging'))?.digest).toBe(first);
    await stage.bothPodsReady('staging', first);
  });
}

/** The file that a merge of these tests changes. */
export const service = 'vad-service/src/main.ts';
const crash = "\nconsole.error('boot: the frobnicator is missing');\nprocess.exit(3);\n";
export const titled = (title: string) => (text: string) => `${text}\nprocess.title = 'vad-service, ${title}';\n`;
/** A service that ends as soon as it has begun. */
export const broken = (text: string): string => `${text}${crash}`;
export const mended = (text: string): string => text.replace(crash, '');

/** Sets the end of temporary bounds into the past. */
export function hasExpired(text: string): string {
  return text.replace(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/, '2026-01-01T00:00:00Z');
}

/** What the autoscaler of staging has, least and greatest number of pods. */
export async function liveBounds({ repository }: Stage): Promise<number[]> {
  const hpa = await getJson<unknown>(['hpa', 'vad-hpa', '--namespace', repository.namespaces.staging]);
  return [numberAt(hpa, 'spec', 'minReplicas'), numberAt(hpa, 'spec', 'maxReplicas')];
}
