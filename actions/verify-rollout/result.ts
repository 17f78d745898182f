import { describeError } from '../toolkit/errors.ts';
import { type Result, say } from '../toolkit/report.ts';
import type { VerifyInputs } from './inputs.ts';
import { summarize } from './summary.ts';
import type { Verdict } from './verdict.ts';

/** What a person and the next step read. */
export function result(inputs: VerifyInputs, verdict: Verdict): Result {
  const { evidence, kind } = verdict;
  const failure = verdict.kind === 'failed' ? verdict.error : undefined;
  if (kind !== 'failed') say(`${kind}: ${inputs.environment} at ${evidence.engineRevision ?? inputs.revision}`);
  return {
    outputs: {
      outcome: kind,
      'failure-reason': failure?.code ?? '',
      digest: evidence.digest,
      revision: evidence.engineRevision ?? '',
    },
    report: {
      environment: inputs.environment,
      outcome: kind,
      failureReason: failure?.code ?? null,
      message: failure ? describeError(failure) : null,
      wantedRevision: inputs.revision,
      engine: inputs.engine,
      engineRevision: evidence.engineRevision ?? null,
      digest: evidence.digest,
      digestBefore: evidence.digestBefore ?? null,
      gates: evidence.gates,
      pods: (evidence.rollout?.newPods ?? []).map(pod => ({ ...pod, health: evidence.health.get(pod.name) ?? null })),
      oldReady: evidence.rollout?.oldReady ?? 0,
    },
    summary: summarize(inputs, verdict),
    ...(failure ? { failure } : {}),
  };
}
