import { expect } from 'vitest';
import { listAt } from '../../../actions/toolkit/json.ts';
import { getJson } from '../../local/kubectl.ts';
import { waitFor } from '../../local/wait.ts';
import { type Measurement, toSeconds } from '../../matrix/row.ts';
import type { Case, Images } from './cases.ts';
import type { Ground } from './ground.ts';
import { callService, serviceAddress, watchFor } from './observe.ts';

/** How soon a verdict must follow the evidence of a fault. */
const barMs = 15_000;

/** Makes one fault, judges the verdict, and returns what was measured. */
export async function makeFault(ground: Ground, one: Case, images: Images): Promise<Measurement> {
  await recover(ground);
  const undo = await one.arrange?.(ground);
  // The Service itself may go.
  const address = await serviceAddress(ground.namespace);
  const change = await one.change(ground, images);
  const pushedAt = Date.now();
  const isThere = one.evidence;
  const evidence = isThere ? watchFor(watched(ground, one), sight => isThere(sight, change)) : undefined;
  const serving = callService(address);
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
    else if (!one.cutsClientsOff) expect(calls.failed).toEqual([]);
    // The verdict may be there first: what it looks at comes as it changes, and the test asks once a second.
    const seen = async () => (evidence ? evidence.since() : pushedAt);
    const knownAt = isFatal ? await waitFor('the evidence of the fault', seen, { timeoutMs: barMs }) : pushedAt;
    const late = Math.max(0, endedAt - knownAt - (one.budgetMs ?? 0));
    if (isFatal) expect(late, 'from the evidence to the verdict').toBeLessThanOrEqual(barMs);
    return {
      verdict: one.expected,
      ...(one.budgetMs === undefined ? {} : { budgetSeconds: toSeconds(one.budgetMs) }),
      wholeSeconds: toSeconds(endedAt - pushedAt),
      ...(isFatal ? { afterSeconds: toSeconds(late) } : {}),
      conversations: calls.calls,
      lost: calls.failed.length,
    };
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
export async function recover(ground: Ground): Promise<void> {
  const revision = await ground.restore();
  const { code, stdout } = await ground.verify(revision, ground.good.digest);
  if (code !== 0) throw new Error(`The good release does not come back:\n${stdout}`);
  const isAlone = async () => {
    const pods = await getJson<unknown>(['pods', '--selector', 'app=vad-service', '--namespace', ground.namespace]);
    return listAt(pods, 'items').length === 2;
  };
  await waitFor('two pods, and none that drains', isAlone, { timeoutMs: 90_000 });
}
