import { engines } from '../../local/engines.ts';
import { type EnvironmentStatus, isServing } from '../collect.ts';
import { judge } from '../verdict.ts';
import { endOf, refusedBy, shortTime } from '../words.ts';
import { boundsBar } from './bounds-bar.ts';
import { html, type Markup } from './html.ts';
import { cell, id, nothing, said, saidBriefly, table } from './parts.ts';

const signs = { well: '✓', busy: '…', wrong: '✕', empty: '–' } as const;

/** All about one environment. */
export function card(status: EnvironmentStatus, index: number): Markup {
  const { environment, namespace, engine, git, sync, live, hpa } = status;
  const { tone, text } = judge(status);
  const name = `environment-${index}`;
  const row = (term: string, ...values: readonly Markup[]) => html`<div><dt>${term}</dt><dd>${values}</dd></div>\n`;
  return html`<section class="card" id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${environment} <span class="quiet">${namespace}</span></h2>
<p class="verdict ${tone}"><span class="sign" aria-hidden="true">${signs[tone]}</span> ${saidBriefly(text)}</p>
${notices(status)}
<dl>
${row('Digest', html`${id(git.digest)} in Git, ${id(live.digest)} live`)}
${row('Source', html`${id(git.source)} in Git, ${id(live.source)} live`)}
${row(engines[engine].title, html`${saidBriefly(sync.seen)}`)}
${row('gRPC', grpc(status))}
${row('CPU', cell(cpuText(hpa)))}
</dl>
<h3>Replicas</h3>
${boundsBar(status)}
${driftTable(status)}
${podTable(status)}
</section>
`;
}

function notices({ git: { holds, temporary, problems } }: EnvironmentStatus): readonly Markup[] {
  const notice = (title: string, what: string, reason: string) =>
    html`<div class="notice"><h3>${title}</h3><p>${what}</p><p class="reason">${said(reason)}</p></div>\n`;
  return [
    ...problems.map(problem => notice('It cannot be read', '', problem)),
    ...holds.map(hold =>
      notice(hold.isInForce ? 'Hold' : 'Hold, expired', `Refuses ${refusedBy(hold)}, ${endOf(hold)}.`, hold.reason),
    ),
    ...(temporary
      ? [notice('Temporary bounds', `They end at ${shortTime(temporary.until)} UTC.`, temporary.reason)]
      : []),
  ];
}

function driftTable({ drift }: EnvironmentStatus): Markup {
  if (drift.length === 0) return nothing;
  const rows = drift.map(one => [
    one.said === '' ? cell(one.what) : html`${one.what}<br>${saidBriefly(one.said)}`,
    cell(one.next),
  ]);
  return table('Drift: what is not as Git says', ['what', 'what to do'], rows);
}

function podTable({ pods }: EnvironmentStatus): Markup {
  if (pods.length === 0) return html`<p class="quiet">No pods.</p>`;
  const rows = pods.map(pod => [
    html`<code>${pod.name}</code>`,
    word(pod.reason || (pod.ready ? 'ready' : 'not ready')),
    id(pod.digest),
    cell(pod.restarts),
  ]);
  return table('Pods', ['name', 'state', 'digest', 'restarts'], rows);
}

// What is short is not broken within a word.
function word(text: string): Markup {
  return text.length <= 20 ? cell(text) : saidBriefly(text);
}

function grpc({ pods, health }: EnvironmentStatus): Markup {
  const ready = pods.filter(isServing).length;
  const others = Object.entries(health).filter(([, answer]) => answer !== 'SERVING');
  const faults = others.map(([pod, answer]) => html`<br>${saidBriefly(`${pod}: ${answer}`)}`);
  return html`${ready - others.length} of ${ready} ready pods answer SERVING${faults}`;
}

function cpuText({ cpuPercent, cpuTarget }: EnvironmentStatus['hpa']): string {
  const now = cpuPercent === null ? 'no reading yet' : `${cpuPercent} % of the request`;
  return cpuTarget === null ? now : `${now}, target ${cpuTarget} %`;
}
