import { shortDigest } from '../toolkit/image.ts';
import { formatDuration } from '../toolkit/poll.ts';
import { explainError, fenced, paragraphs, table } from '../toolkit/report.ts';
import type { PodState } from '../toolkit/rollout/observe.ts';
import type { GateSpan } from './gates.ts';
import type { VerifyInputs } from './inputs.ts';
import { logSection } from './log-section.ts';
import { nextCommand, rollbackCommand } from './next-command.ts';
import { reportServices, type ServiceReport } from './service-report.ts';
import type { Answers } from './serving.ts';
import type { Evidence, Verdict } from './verdict.ts';

// GitHub drops a summary of more than 1 MiB whole: what may grow is bounded here, so that nothing is cut in its middle.
const maxRows = 100;
const maxCell = 300;

/** The step's summary: verdict and reason first, then the proof. @param rollback a sentence on rollbacks; '' for none */
export function summarize(
  { environment, revision }: Pick<VerifyInputs, 'environment' | 'revision'>,
  verdict: Verdict,
  rollback = '',
): string {
  const { evidence } = verdict;
  const back = rollbackCommand(environment, verdict);
  return paragraphs(
    headline(environment, verdict),
    'error' in verdict ? explainError(verdict.error) : '',
    verdict.kind === 'superseded' ? verdict.by : '',
    rollback === '' ? '' : `**Rollback:** ${rollback}`,
    `**More:** \`${nextCommand(verdict)}\``,
    back === '' ? '' : `**Back to the last verified release**, if the job has not done it: \`${back}\``,
    table(
      ['digest', 'wanted commit', "engine's commit"],
      [[digests(evidence), code(revision), code(evidence.engineRevision)]],
    ),
    timeline(evidence.gates),
    podTable(evidence.rollout?.newPods ?? [], evidence.answers),
    serviceTable(reportServices(evidence)),
    logSection(evidence.logs),
  );
}

function headline(environment: string, verdict: Verdict): string {
  const digest = `\`${shortDigest(verdict.evidence.digest)}\``;
  switch (verdict.kind) {
    case 'verified':
      return `### ✅ ${environment} runs ${digest}, verified`;
    case 'superseded':
      return `### ⏭️ ${environment}: ${digest} is superseded by a newer release`;
    case 'cancelled':
      return `### ⏹️ ${environment}: the verification of ${digest} was cancelled; its outcome is not known`;
    case 'failed':
      return `### ❌ ${environment}: ${digest} not verified: ${verdict.error.code}`;
  }
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

function podTable(pods: readonly PodState[], answers: Answers): string {
  if (pods.length === 0) return '';
  // What is wrong comes first, so that it is not what is left out.
  const sorted = pods.toSorted((a, b) => Number(a.isReady) - Number(b.isReady));
  const rows = sorted
    .slice(0, maxRows)
    .map(pod => [
      code(pod.name),
      pod.isReady ? 'ready' : stateOf(pod),
      code(pod.digest === undefined ? undefined : shortDigest(pod.digest)),
      String(pod.restarts),
      cell(answers.get(pod.name)?.health ?? ''),
      cell(answers.get(pod.name)?.canary?.said ?? ''),
    ]);
  const rest = pods.length - rows.length;
  const more = rest > 0 ? `… and ${rest} more pods, all in the output \`report-json\`.` : '';
  return paragraphs(table(['pod', 'state', 'digest', 'restarts', 'health', 'canary'], rows), more);
}

function serviceTable(services: readonly ServiceReport[]): string {
  if (services.length === 0) return '';
  const rows = services.map(({ name, selector, ports, endpoints }) => [
    code(name),
    cell(selector),
    cell(ports.join(', ')),
    cell(endpoints.length === 0 ? 'none' : `${endpoints.length}: ${endpoints.join(', ')}`),
  ]);
  return table(['Service', 'selects', 'port → target', 'leads to'], rows);
}

function stateOf({ waiting, phase, unschedulable }: PodState): string {
  return cell(waiting?.reason || (unschedulable ? 'Unschedulable' : phase));
}

// Words of the cluster in a table: one line, and no Markdown of their own.
function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[<>`*_[\]]/g, ' ')
    .slice(0, maxCell);
}

function code(text: string | undefined): string {
  return text ? `\`${text.slice(0, 64)}\`` : '–';
}
