import { asActionError } from '../toolkit/errors.ts';
import { commitTime, type Repository } from '../toolkit/git/git.ts';
import { shortDigest } from '../toolkit/image.ts';
import { formatDuration } from '../toolkit/poll.ts';
import { say } from '../toolkit/report.ts';
import type { SyncTarget } from '../toolkit/sync/engine.ts';
import { engines } from '../toolkit/sync/engines.ts';
import { Bell } from './bell.ts';
import { conclude, type End } from './conclude.ts';
import { GateLog } from './gates.ts';
import type { VerifyInputs } from './inputs.ts';
import { Lineage } from './lineage.ts';
import { Look } from './look.ts';
import { ReleaseWatch } from './release-watch.ts';
import { findSubject, type Subject } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { selectorReader } from './verified-selectors.ts';

// A grace may run out, and a controller's status follow its pods, with nothing to ring the bell.
const pollMs = 2_000;

// Looks in a row that the API server may miss: it restarts, or a connection breaks.
const unreachableBudget = 5;

/**
 * Proves that an environment runs a digest from a commit: the engine has applied it, every pod of the rollout has the
 * digest, is ready, serves and hears, and the Services that clients use lead to them. Or says why not. Reads only.
 */
export async function verifyRollout(
  inputs: VerifyInputs,
  repository: Repository,
  signal: AbortSignal,
): Promise<Verdict> {
  const subject = await findSubject(inputs, repository);
  say(
    `verifying ${inputs.environment}: ${shortDigest(subject.digest)} at ${inputs.revision.slice(0, 12)}, ≤ ${formatDuration(inputs.timeoutMs)}`,
  );
  const deadline = AbortSignal.timeout(inputs.timeoutMs);
  const within = AbortSignal.any([signal, deadline]);
  const look = await makeLook(inputs, subject, repository, within);
  const gates = new GateLog(say);
  const cluster = { kubeconfig: inputs.kubeconfig, signal: within };
  const bell = new Bell(cluster, watched(subject.target));
  const watch = watchUntilEnd(look, gates, bell, within).finally(() => bell.stop());
  const end = await watch.catch((thrown: unknown): End => {
    if (signal.aborted) return { kind: 'cancelled', error: asActionError(signal.reason) };
    if (deadline.aborted) return { kind: 'timeout' };
    throw thrown;
  });
  return conclude(end, { ...subject, look, gates, cluster: { ...cluster, signal }, timeoutMs: inputs.timeoutMs });
}

async function makeLook(
  inputs: VerifyInputs,
  { target, digest, rendered }: Subject,
  outside: Repository,
  signal: AbortSignal,
): Promise<Look> {
  const { environment, revision, branch, kubeconfig, access, settleMs } = inputs;
  const repository = { ...outside, signal };
  return new Look({
    cluster: { kubeconfig, signal },
    engine: engines[inputs.engine],
    target,
    lineage: new Lineage(repository, { wanted: revision, digest, rendered, path: target.path }),
    release: new ReleaseWatch(repository, { branch, environment, revision, digest }),
    digest,
    wantedAt: (await commitTime(outside, revision)) * 1000,
    access,
    readVerifiedSelectors: selectorReader(repository, environment, target.path),
    settleMs,
  });
}

function watched({ kind, name, namespace, destinationNamespace }: SyncTarget): string[][] {
  return [
    [kind, name, '--namespace', namespace],
    ['pods', '--namespace', destinationNamespace],
    ['endpointslices.discovery.k8s.io', '--namespace', destinationNamespace],
  ];
}

async function watchUntilEnd(look: Look, gates: GateLog, bell: Bell, signal: AbortSignal): Promise<End> {
  for (let misses = 0; ; ) {
    try {
      const step = await look.once();
      misses = 0;
      if (step.kind !== 'waiting') return step;
      gates.at(step.gate, step.seen);
    } catch (thrown) {
      signal.throwIfAborted();
      misses += 1;
      const error = asActionError(thrown);
      if (error.code !== 'cluster-unreachable' || misses >= unreachableBudget) throw error;
      gates.at(gates.current, `${error.message} (${misses} of ${unreachableBudget})`);
    }
    await bell.wait(pollMs, signal);
  }
}
