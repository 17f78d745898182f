import { ActionError, asActionError } from '../toolkit/errors.ts';
import { commitTime, needCommit, type Repository } from '../toolkit/git.ts';
import { shortDigest } from '../toolkit/image.ts';
import type { Cluster } from '../toolkit/kubectl.ts';
import { applicationPath } from '../toolkit/manifest-names.ts';
import { formatDuration, sleep } from '../toolkit/poll.ts';
import { say } from '../toolkit/report.ts';
import { explain, warnings } from '../toolkit/rollout/explain.ts';
import { parseApplication } from '../toolkit/sync/argocd.ts';
import type { SyncTarget } from '../toolkit/sync/engine.ts';
import { GateLog } from './gates.ts';
import type { VerifyInputs } from './inputs.ts';
import { digestAt, fileAt, Lineage } from './lineage.ts';
import { Look, type Step } from './look.ts';
import type { Evidence, Verdict } from './verdict.ts';

const pollMs = 2_000;

// Looks in a row that the API server may miss: it restarts, or a connection breaks.
const unreachableBudget = 5;

interface Subject {
  readonly target: SyncTarget;
  readonly digest: string;
}

/**
 * Proves that an environment runs a digest from a commit: the engine has applied it, every pod of the rollout has the
 * digest and is ready, and each answers Health/Check. Or says why not. Reads only.
 */
export async function verifyRollout(
  inputs: VerifyInputs,
  repository: Repository,
  signal: AbortSignal,
): Promise<Verdict> {
  const subject = await findSubject(inputs, repository);
  const { target, digest } = subject;
  say(
    `verifying ${inputs.environment}: ${shortDigest(digest)} at ${inputs.revision.slice(0, 12)}, ≤ ${formatDuration(inputs.timeoutMs)}`,
  );
  const deadline = AbortSignal.timeout(inputs.timeoutMs);
  const within = AbortSignal.any([signal, deadline]);
  const lineage = new Lineage(
    { ...repository, signal: within },
    { wanted: inputs.revision, digest, path: target.path },
  );
  const wantedAt = (await commitTime(repository, inputs.revision)) * 1000;
  const cluster = { kubeconfig: inputs.kubeconfig, signal: within };
  const look = new Look({ cluster, target, lineage, digest, wantedAt });
  const gates = new GateLog(say);
  const watch = watchUntilEnd(look, gates, within);
  const step = await watch.catch((thrown: unknown): 'timeout' => {
    if (deadline.aborted && !signal.aborted) return 'timeout';
    throw thrown;
  });
  return conclude(step, { ...subject, look, gates, cluster: { ...cluster, signal }, timeoutMs: inputs.timeoutMs });
}

async function findSubject({ environment, revision, digest }: VerifyInputs, repository: Repository): Promise<Subject> {
  await needCommit(repository, revision);
  const path = applicationPath(environment);
  const text = await fileAt(repository, revision, path).catch((cause: unknown) => {
    throw new ActionError('application-invalid', `There is no ${path} at ${revision}.`, { cause });
  });
  const target = parseApplication(text);
  const rendered = await digestAt(repository, revision, target.path);
  if (rendered && (digest === '' || digest === rendered)) return { target, digest: rendered };
  const wanted = digest || 'a pinned image';
  throw new ActionError(
    'digest-mismatch',
    `${target.path} at ${revision.slice(0, 12)} renders ${rendered ?? 'an image without digest'}, not ${wanted}.`,
  );
}

type End = Exclude<Step, { kind: 'waiting' }>;

async function watchUntilEnd(look: Look, gates: GateLog, signal: AbortSignal): Promise<End> {
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
    await sleep(pollMs, signal);
  }
}

interface Ending extends Subject {
  readonly look: Look;
  readonly gates: GateLog;
  readonly cluster: Cluster;
  readonly timeoutMs: number;
}

async function conclude(step: End | 'timeout', ending: Ending): Promise<Verdict> {
  const { gates } = ending;
  if (step === 'timeout') {
    const error = new ActionError('timeout', await timeoutMessage(ending));
    return { kind: 'failed', error, evidence: evidence(ending) };
  }
  switch (step.kind) {
    case 'verified':
      gates.pass(step.seen);
      return { kind: 'verified', evidence: evidence(ending) };
    case 'superseded':
      return { kind: 'superseded', evidence: evidence(ending) };
    case 'fault':
      gates.at(step.gate, step.code);
      return { kind: 'failed', error: new ActionError(step.code, step.message), evidence: evidence(ending) };
    case 'broken': {
      gates.at('pods', step.seen);
      const { code, text } = await explain(ending.cluster, ending.target.destinationNamespace, step.cause);
      return {
        kind: 'failed',
        error: new ActionError(code, `${text}\n${oldPods(ending)}`),
        evidence: evidence(ending),
      };
    }
  }
}

async function timeoutMessage(ending: Ending): Promise<string> {
  const { gates, look, timeoutMs, cluster, target } = ending;
  const last = gates.spans().find(span => !span.isPassed);
  const head = `Not verified within ${formatDuration(timeoutMs)}: stopped at gate ${gates.current}. Last seen: ${last?.seen ?? 'nothing'}`;
  if (gates.current !== 'pods') return head;
  const said = await warnings(cluster, target.destinationNamespace, look.rollout?.newPods ?? []);
  return [head, said, oldPods(ending)].filter(line => line !== '').join('\n');
}

function oldPods({ look }: Ending): string {
  const count = look.rollout?.oldReady ?? 0;
  return count > 0
    ? `${count} old pod${count === 1 ? '' : 's'} still ready: the release before still serves.`
    : 'No old pod is ready.';
}

function evidence({ target, digest, look, gates }: Ending): Evidence {
  const { digestBefore, engineRevision, rollout, health } = look;
  return { target, digest, digestBefore, engineRevision, rollout, health, gates: gates.spans() };
}
