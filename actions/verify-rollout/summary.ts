import { shortDigest } from '../toolkit/image.ts';
import { formatDuration } from '../toolkit/poll.ts';
import { explainError, fenced, paragraphs, table } from '../toolkit/report.ts';
import type { PodState } from '../toolkit/rollout/observe.ts';
import type { GateSpan } from './gates.ts';
import type { VerifyInputs } from './inputs.ts';
import type { Answers } from './serving.ts';
import type { Evidence, Verdict } from './verdict.ts';

/** The step's summary: verdict and reason first, then the proof. */
export function summarize({ environment, revision }: VerifyInputs, verdict: Verdict): string {
  const { evidence } = verdict;
  return paragraphs(
    headline(environment, verdict),
    verdict.kind === 'failed' ? explainError(verdict.error) : '',
    table(
      ['digest', 'wanted commit', "engine's commit"],
      [[digests(evidence), code(revision), code(evidence.engineRevision)]],
    ),
    timeline(evidence.gates),
    podTable(evidence.rollout?.newPods ?? [], evidence.health),
    `\`${nextCommand(verdict)}\``,
  );
}

/** The command that shows a person more. */
export function nextCommand(verdict: Verdict): string {
  const { target, rollout } = verdict.evidence;
  const namespace = target.destinationNamespace;
  if (verdict.kind !== 'failed') return `kubectl --namespace ${namespace} get deployments,pods,hpa`;
  const pod = rollout?.newPods.find(one => !one.isReady)?.name;
  if (verdict.error.code === 'crash-loop' && pod) return `kubectl --namespace ${namespace} logs ${pod} --previous`;
  if (pod) return `kubectl --namespace ${namespace} describe pod ${pod}`;
  return `kubectl --namespace ${target.namespace} describe applications.argoproj.io ${target.name}`;
}

function headline(environment: string, { kind, evidence, ...rest }: Verdict): string {
  const digest = `\`${shortDigest(evidence.digest)}\``;
  if (kind === 'verified') return `### ✅ ${environment} runs ${digest}, verified`;
  if (kind === 'superseded') return `### ⏭️ ${environment}: ${digest} is superseded by a newer release`;
  const reason = 'error' in rest ? rest.error.code : '';
  return `### ❌ ${environment}: ${digest} not verified: ${reason}`;
}

function digests({ digest, digestBefore }: Evidence): string {
  if (digestBefore === undefined || digestBefore === digest) return code(shortDigest(digest));
  return `${code(shortDigest(digestBefore))} → ${code(shortDigest(digest))}`;
}

function timeline(gates: readonly GateSpan[]): string {
  if (gates.length === 0) return '';
  const bars = gates.map(({ gate, from, to, isPassed }) => {
    const state = isPassed ? 'done' : 'crit';
    return `  ${gate} ${formatDuration(to - from)} :${state}, ${from}, ${Math.max(to, from + 1)}`;
  });
  return fenced(['gantt', '  dateFormat x', '  axisFormat %M:%S', '  section gates', ...bars].join('\n'), 'mermaid');
}

function podTable(pods: readonly PodState[], health: Answers): string {
  if (pods.length === 0) return '';
  const rows = pods.map(pod => [
    code(pod.name),
    pod.isReady ? 'ready' : (pod.waiting?.reason ?? pod.phase),
    code(pod.digest === undefined ? undefined : shortDigest(pod.digest)),
    String(pod.restarts),
    health.get(pod.name) ?? '',
  ]);
  return table(['pod', 'state', 'digest', 'restarts', 'health'], rows);
}

function code(text: string | undefined): string {
  return text ? `\`${text.slice(0, 64)}\`` : '–';
}
