import { columns } from '../columns.ts';
import { engines } from '../local/engines.ts';
import { type EnvironmentStatus, isServing } from './collect.ts';
import type { HoldStatus } from './desired.ts';
import type { ProjectStatus } from './project.ts';
import { judge } from './verdict.ts';
import { visibleLine } from './visible.ts';
import {
  endOf,
  eventNames,
  eventText,
  isNotable,
  refusedBy,
  shortId,
  shortImage,
  shortTime,
  verifiedText,
} from './words.ts';

const eventsShown = 6;
const reasonLength = 80;

/** One screen for a person: a block for each environment, the verdict first; previews, what happened last, a run that failed. */
export function renderStatus({ environments, history, previews, lastRun }: ProjectStatus): string {
  const blocks = environments.map(block);
  if (previews.length > 0) {
    const rows = previews.map(({ pullRequest, image, updatedAt }) => [
      `  #${pullRequest}`,
      shortTime(updatedAt),
      visibleLine(shortImage(image), 100),
    ]);
    blocks.push(`previews\n${columns(rows)}`);
  }
  const events = history.filter(isNotable).slice(0, eventsShown);
  if (events.length > 0) {
    const rows = events.map(event => [
      `  ${shortTime(event.at)}`,
      event.environment,
      eventNames[event.kind].toLowerCase(),
      visibleLine(
        [eventText(event), verifiedText(event), event.by && `by ${event.by}`].filter(Boolean).join(', '),
        100,
      ),
    ]);
    blocks.push(`history (UTC)\n${columns(rows)}`);
  }
  if (lastRun?.outcome === 'failed') {
    blocks.push(`The last run of ${lastRun.workflow}, for ${shortId(lastRun.commit)}, failed: ${lastRun.log}`);
  }
  return blocks.join('\n\n');
}

function block(status: EnvironmentStatus): string {
  const { environment, namespace, engine, git, sync, live, pods, hpa, health } = status;
  const staying = pods.filter(pod => pod.reason !== 'Terminating');
  const ready = staying.filter(isServing).length;
  const serving = Object.values(health).filter(answer => answer === 'SERVING').length;
  const cpu = hpa.cpuPercent === null ? 'no CPU reading yet' : `CPU ${hpa.cpuPercent} % of the request`;
  const rows = [
    ['Git', `${shortId(git.digest)}   source ${shortId(git.source)}   main ${shortId(git.commit)}`],
    [engines[engine].title, visibleLine(sync.seen, 100) || '–'],
    ['live', `${shortId(live.digest)}   source ${shortId(live.source)}`],
    ['pods', `${ready}/${staying.length} ready${podList(status)}`],
    ['HPA', `${hpa.replicas} of ${hpa.min}–${hpa.max}, ${cpu}`],
    ['gRPC', `${serving}/${ready} SERVING`],
    ...notes(status),
  ];
  const lines = rows.map(([name, text]) => `  ${name?.padEnd(8)} ${text}`);
  return [`${environment} (${namespace}): ${visibleLine(judge(status).text)}`, ...lines].join('\n');
}

// Rows that are there only where there is something to say.
function notes({ git, drift }: EnvironmentStatus): [string, string][] {
  const { holds, temporary } = git;
  const rows: [string, string][] = [];
  if (temporary)
    rows.push(['scale', `until ${shortTime(temporary.until)} UTC: ${visibleLine(temporary.reason, reasonLength)}`]);
  for (const hold of holds) rows.push(['hold', `${holdText(hold)}: ${visibleLine(hold.reason, reasonLength)}`]);
  for (const { what, said, next } of drift) {
    rows.push(['drift', visibleLine([what, said].filter(Boolean).join(': '), 200)], ['', `→ ${next}`]);
  }
  return rows;
}

function holdText(hold: HoldStatus): string {
  if (hold.isInForce) return `refuses ${refusedBy(hold)}, ${endOf(hold)}`;
  return `expired at ${shortTime(hold.until ?? '')} UTC`;
}

function podList({ pods, git }: EnvironmentStatus): string {
  const notable = pods.filter(pod => pod.reason || pod.restarts > 0 || pod.digest !== git.digest);
  return notable
    .map(pod => `\n           ${pod.name}  ${shortId(pod.digest)}  ${pod.reason || 'ready'}  ${pod.restarts} restarts`)
    .join('');
}
