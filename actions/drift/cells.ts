import { formatBounds } from '../toolkit/bounds.ts';
import type { HoldState } from '../toolkit/drift/hold-state.ts';
import type { Observed } from '../toolkit/drift/observed.ts';
import { shortDigest } from '../toolkit/image.ts';
import type { Look } from './look.ts';

/** One look in words, unescaped: the engine's and the hold's are those of others. */
export function describe({ git, engine, rollout, hpa }: Observed, hold: HoldState): Look['cells'] {
  const { deployment, newPods, oldReady } = rollout;
  const ready = newPods.filter(pod => pod.isReady).length;
  const old = oldReady > 0 ? `, ${oldReady} old` : '';
  const replicas = hpa.kind === 'hpa' ? `${hpa.replicas} of ${formatBounds(hpa)}` : 'none';
  return {
    git: `${short(git.digest)} (main ${git.commit.slice(0, 12)})`,
    engine: engine ? engine.sync.seen : 'none',
    live: deployment ? short(deployment.digest) : 'no Deployment',
    pods: deployment ? `${ready}/${deployment.desired} ready${old}` : '–',
    hpa: replicas,
    hold: describeHold(hold),
  };
}

/** The columns of an environment that could not be read. */
export const unread: Look['cells'] = { git: '–', engine: '–', live: '–', pods: '–', hpa: '–', hold: '–' };

function describeHold(state: HoldState): string {
  if (state.kind === 'invalid') return 'not readable';
  const { inForce, expired } = state;
  // What has expired matters only where it is all there is.
  if (inForce.length > 0) return inForce.map(({ until, reason }) => `until ${until ?? 'lifted'}: ${reason}`).join('; ');
  const last = expired.at(-1);
  return last ? `expired ${last.until}: ${last.reason}` : '–';
}

function short(digest: string | undefined): string {
  return digest ? shortDigest(digest) : 'nothing';
}
