import { type Bounds, formatBounds, isSameBounds } from '../bounds.ts';
import { errorRegistry } from '../errors.ts';
import { shortDigest } from '../image.ts';
import { clientServices } from '../manifest-names.ts';
import { type Hpa, judgeHpa } from '../rollout/hpa.ts';
import { findReachFaults } from '../rollout/judge-endpoints.ts';
import type { EngineState, Finding, FindingKind, Observed } from './observed.ts';

/** What a look comes to: in step, on the way to what Git has just been told, or off. */
export type Comparison =
  | { readonly kind: 'clean' }
  | { readonly kind: 'rolling-out'; readonly findings: readonly Finding[] }
  | { readonly kind: 'drift'; readonly findings: readonly Finding[] };

/**
 * Compares one look with Git. Pure.
 * @param graceMs how long a change in Git may take to arrive, in milliseconds
 */
export function compare(observed: Observed, graceMs: number): Comparison {
  const findings = findDifferences(observed);
  if (findings.length === 0) return { kind: 'clean' };
  const isYoung = observed.at - observed.git.changedAt < graceMs;
  // No time heals what was told not to sync.
  const isOnItsWay = isYoung && findings.every(({ kind }) => kind !== 'sync-paused');
  return { kind: isOnItsWay ? 'rolling-out' : 'drift', findings };
}

/** Everything that is not as Git says, the causes before what follows from them. Pure. */
function findDifferences(observed: Observed): readonly Finding[] {
  // Before the first release nothing can run, and an engine that is not set up yet is no news.
  if (observed.git.digest === undefined) return [];
  return [
    ...engineFindings(observed.engine),
    ...podFindings(observed),
    ...reachFindings(observed),
    ...scaleFindings(observed),
  ];
}

function engineFindings(engine: EngineState | undefined): Finding[] {
  if (!engine) return [];
  const { sync, standing } = engine;
  const isInStep = standing === 'same-render' && sync.isApplied;
  // Argo CD keeps what its last operation said, also where it has had nothing to do since.
  const isOver = isInStep && sync.fault?.revision !== undefined && sync.fault.revision !== sync.revision;
  if (sync.fault && !isOver) {
    const isPaused = sync.fault.code === 'engine-paused';
    const what = isPaused ? 'The engine was told not to sync' : `The engine cannot sync (${sync.fault.code})`;
    const next = isPaused
      ? 'Resume the object, or find out who paused it and why.'
      : 'docs/errors.md has the code; a new commit or `npm run status` shows whether it still stands.';
    return [finding(isPaused ? 'sync-paused' : 'sync-failed', what, next, sync.fault.message)];
  }
  if (isInStep) return [];
  const where = sync.revision ? `at ${sync.revision.slice(0, 12)}` : 'at no commit yet';
  const why: Record<EngineState['standing'], string> = {
    'same-render': 'has not applied what main says',
    'other-render': 'which renders otherwise than main',
    unknown: 'which the repository does not have',
  };
  const next = 'Look at the engine: it neither syncs nor says why.';
  return [finding('not-synced', `The engine is ${where}, ${why[standing]}`, next, sync.seen)];
}

function podFindings({ git, rollout }: Observed): Finding[] {
  const wanted = git.digest ?? '';
  const { deployment, newPods, oldReady } = rollout;
  const restore = 'The engine puts back what Git says at its next sync; if it does not, look at its own state.';
  if (!deployment) return [finding('no-deployment', 'There is no Deployment', restore)];
  if (deployment.digest !== wanted) {
    const live = deployment.digest ? shortDigest(deployment.digest) : 'no digest';
    return [finding('other-digest', `The Deployment has ${live}, where Git has ${shortDigest(wanted)}`, restore)];
  }
  const ready = newPods.filter(pod => pod.isReady).length;
  const look = '`kubectl describe pods` says why; verify-rollout names the cause when the release is verified again.';
  return [
    ...(oldReady > 0 ? [finding('old-pods', `${oldReady} pods of an earlier template still serve`, look)] : []),
    ...(ready === 0 ? [finding('no-ready-pod', `No pod of ${shortDigest(wanted)} is ready`, look)] : []),
  ];
}

// One finding per code: of many pods that are not listed yet, the first says enough.
function reachFindings({ git, engine, rollout, services }: Observed): Finding[] {
  const causes = findReachFaults({
    clients: clientServices,
    // What the engine has not come to yet cannot be in the cluster; one that is paused at it keeps what was changed by hand.
    rendered: !engine || engine.standing === 'same-render' ? git.services : undefined,
    live: services,
    pods: rollout.namespacePods,
    verifiedSelectors: undefined,
  });
  const first = causes.filter((cause, index) => causes.findIndex(one => one.code === cause.code) === index);
  return first.map(({ code, summary }) =>
    finding(
      'endpoints',
      `A Service that clients use is not as it should be (${code})`,
      errorRegistry[code].next,
      summary,
    ),
  );
}

function scaleFindings({ git, rollout, hpa }: Observed): Finding[] {
  const wanted = git.bounds;
  if (!wanted) return [];
  const scale = 'Change bounds by the scale workflow alone; the engine puts back what Git says.';
  return [
    ...(hpa.kind === 'none'
      ? [finding('hpa-missing', `There is no autoscaler, where Git has one of ${formatBounds(wanted)}`, scale)]
      : hpaFindings(hpa, wanted, scale)),
    ...replicaFindings(rollout.deployment?.desired, wanted),
  ];
}

function hpaFindings(hpa: Hpa, wanted: Bounds, next: string): Finding[] {
  const judged = judgeHpa(hpa, { waitedFor: Number.POSITIVE_INFINITY, at: Date.now() });
  const what = `The autoscaler has ${formatBounds(hpa)}, where Git has ${formatBounds(wanted)}`;
  return [
    ...(isSameBounds(hpa, wanted) ? [] : [finding('hpa-bounds', what, next)]),
    ...(judged.kind === 'failed'
      ? [
          finding(
            'hpa-unable',
            'The autoscaler does not work',
            '`kubectl describe hpa` has its conditions.',
            judged.message,
          ),
        ]
      : []),
  ];
}

function replicaFindings(desired: number | undefined, { min, max }: Bounds): Finding[] {
  if (desired === undefined || (desired >= min && desired <= max)) return [];
  const next = 'Somebody has scaled the Deployment itself; use the scale workflow, and undo it with `kubectl scale`.';
  return [finding('replicas', `The Deployment has ${desired} replicas, outside ${min}–${max}`, next)];
}

function finding(kind: FindingKind, what: string, next: string, said = ''): Finding {
  return { kind, what, said, next };
}
