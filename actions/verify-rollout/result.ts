import { describeError } from '../toolkit/errors.ts';
import { type Result, say } from '../toolkit/report.ts';
import type { VerifyInputs } from './inputs.ts';
import { reportServices } from './service-report.ts';
import { summarize } from './summary.ts';
import type { Verdict } from './verdict.ts';

/** What the ledger had to do with a verdict. */
export interface Ledgered {
  /** The ledger's new file; '' where nothing was recorded. */
  readonly entry: string;
  /** What there is to say of rollbacks; '' for nothing. */
  readonly rollback: string;
}

/** What a person and the next step read. */
export function result(inputs: VerifyInputs, verdict: Verdict, { entry, rollback }: Ledgered): Result {
  const { evidence, kind } = verdict;
  const failure = 'error' in verdict ? verdict.error : undefined;
  if (!failure) say(`${kind}: ${inputs.environment} at ${evidence.engineRevision ?? inputs.revision}`);
  if (verdict.kind === 'superseded') say(verdict.by);
  if (rollback !== '') say(rollback);
  return {
    outputs: {
      outcome: kind,
      'failure-reason': failure?.code ?? '',
      digest: evidence.digest,
      revision: evidence.engineRevision ?? '',
      'ledger-entry': entry,
    },
    report: report(inputs, verdict),
    summary: summarize(inputs, verdict, rollback),
    ...(failure ? { failure } : {}),
  };
}

/** The whole verdict as JSON; also what the ledger keeps. */
export function report(
  { environment, revision, engine }: Pick<VerifyInputs, 'environment' | 'revision' | 'engine'>,
  verdict: Verdict,
): Record<string, unknown> {
  const { evidence, kind } = verdict;
  const failure = 'error' in verdict ? verdict.error : undefined;
  const answerOf = (pod: string) => evidence.answers.get(pod);
  return {
    environment,
    outcome: kind,
    failureReason: failure?.code ?? null,
    message: failure ? describeError(failure) : verdict.kind === 'superseded' ? verdict.by : null,
    wantedRevision: revision,
    engine,
    engineRevision: evidence.engineRevision ?? null,
    digest: evidence.digest,
    digestBefore: evidence.digestBefore ?? null,
    gates: evidence.gates,
    pods: (evidence.rollout?.newPods ?? []).map(pod => ({
      ...pod,
      health: answerOf(pod.name)?.health ?? null,
      canary: answerOf(pod.name)?.canary ?? null,
    })),
    evicted: evidence.rollout?.endedPods ?? [],
    oldReady: evidence.rollout?.oldReady ?? 0,
    services: reportServices(evidence),
    hpa:
      evidence.hpa?.kind === 'hpa'
        ? { ...evidence.hpa, conditions: Object.fromEntries(evidence.hpa.conditions) }
        : null,
  };
}
