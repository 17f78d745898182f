import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAt } from '../../../actions/toolkit/json.ts';
import type { Release } from '../../../actions/toolkit/release-file.ts';
import { columns } from '../../columns.ts';
import type { EngineName } from '../../local/engines.ts';
import { getJson } from '../../local/kubectl.ts';
import { waitFor } from '../../local/wait.ts';
import type { Case } from './cases.ts';
import { engineCases } from './engine-cases.ts';
import { type Ground, openGround } from './ground.ts';
import { deriveImage, type Fault } from './images.ts';
import { callService, watchFor } from './observe.ts';
import { workloadCases } from './workload-cases.ts';

/** How soon a verdict must follow the evidence of a fault. */
const barMs = 15_000;
const goodRollouts = 20;
const faults: readonly string[] = ['exits-at-boot', 'exits-later', 'eats-memory', 'hears-nothing', 'never-serves'];
const seconds = (ms: number) => (ms / 1000).toFixed(1);

/** Every fault, made for real where one engine syncs, one after the other; then good rollouts, none of which may fail. */
export function matrix(engine: EngineName): void {
  let ground: Ground;
  const made = new Map<string, Promise<Release>>();
  const rows: string[][] = [['fault', 'verdict', 'push → verdict, s', 'evidence → verdict, s', 'conversations / lost']];
  const images = (name: string): Promise<Release> => {
    const image = made.get(name) ?? deriveImage(ground.good, name, isFault(name) ? name : undefined);
    made.set(name, image);
    return image;
  };

  beforeAll(async () => {
    ground = await openGround(engine);
  });
  afterAll(async () => {
    console.log(`\n${engine}\n${columns(rows)}`);
    await ground?.stage.repository.remove();
  });

  describe(engine, () => {
    it.each([...workloadCases, ...engineCases])('$name: $expected', async one => {
      const row = await ordeal(ground, one, images);
      rows.push(row);
      // At once: a run that is cut off has still shown what it measured.
      console.log(`${engine}: ${row.join(' | ')}`);
    });

    it(
      `raises no false alarm over ${goodRollouts} good rollouts`,
      async () => {
        const times: number[] = [];
        for (let number = 1; number <= goodRollouts; number++) {
          // Six images in turn: some ReplicaSets are new, some are there already, some were cleaned up.
          const release = await images(`good-${(number % 6) + 1}`);
          const revision = await ground.pin(release);
          const began = Date.now();
          const { outputs, stdout } = await ground.verify(revision, release.digest);
          expect(outputs.outcome, `rollout ${number}: ${stdout}`).toBe('verified');
          times.push(Date.now() - began);
        }
        const sorted = times.toSorted((a, b) => a - b);
        const range = `${seconds(sorted[0] ?? 0)}–${seconds(sorted.at(-1) ?? 0)}`;
        rows.push([`${goodRollouts} good rollouts`, 'verified', range, '', '']);
      },
      40 * 60_000,
    );
  });
}

/** Brings one fault about and judges the verdict; gives a row. */
async function ordeal(ground: Ground, one: Case, images: (name: string) => Promise<Release>): Promise<string[]> {
  await recover(ground);
  const undo = await one.arrange?.(ground);
  const change = await one.change(ground, images);
  const pushedAt = Date.now();
  const evidence = one.evidence ? watchFor(watched(ground, one), one.evidence) : undefined;
  const serving = await callService(ground.namespace);
  try {
    const meanwhile = one.meanwhile?.(ground);
    const ended = await ground.verify(change.revision, change.digest);
    const endedAt = Date.now();
    const calls = await serving();
    await meanwhile;
    const verdict = ended.outputs['failure-reason'] || ended.outputs.outcome;
    expect(verdict, ended.stdout).toBe(one.expected);
    const isFatal = !['verified', 'superseded'].includes(one.expected);
    expect(ended.code).toBe(isFatal ? 1 : 0);
    expect(calls.calls).toBeGreaterThan(0);
    if (one.passesProbes) expect(ended.stdout).toContain('2 old pods still ready');
    else expect(calls.failed).toEqual([]);
    // The verdict may be there first: what it looks at comes as it changes, and the test asks once a second.
    const seen = async () => (evidence ? evidence.since() : pushedAt);
    const knownAt = isFatal ? await waitFor('the evidence of the fault', seen, { timeoutMs: barMs }) : pushedAt;
    const late = Math.max(0, endedAt - knownAt - (one.budgetMs ?? 0));
    if (isFatal) expect(late, 'from the evidence to the verdict').toBeLessThanOrEqual(barMs);
    const toVerdict = isFatal ? seconds(late) : '';
    return [one.name, verdict ?? '', seconds(endedAt - pushedAt), toVerdict, `${calls.calls} / ${calls.failed.length}`];
  } finally {
    await evidence?.stop();
    await serving();
    await undo?.();
  }
}

const watched = ({ namespace, engineObject }: Ground, { isOfEngine }: Case) => ({
  namespace,
  engineObject: isOfEngine ? engineObject : [],
});

/** Takes the ground back to its good release, with two pods Ready and no other. */
async function recover(ground: Ground): Promise<void> {
  const revision = await ground.restore();
  const { code, stdout } = await ground.verify(revision, ground.good.digest);
  if (code !== 0) throw new Error(`The good release does not come back:\n${stdout}`);
  const isAlone = async () => {
    const pods = await getJson<unknown>(['pods', '--selector', 'app=vad-service', '--namespace', ground.namespace]);
    return listAt(pods, 'items').length === 2;
  };
  await waitFor('two pods, and none that drains', isAlone, { timeoutMs: 90_000 });
}

const isFault = (name: string): name is Fault => faults.includes(name);
