import type { HistoryEvent } from '../timeline.ts';
import { eventNames, eventText, isNotable, verifiedText } from '../words.ts';
import { html, type Markup } from './html.ts';
import { id, nothing, said, time } from './parts.ts';

const shown = 40;

/** What happened, newest first, as a list with times. */
export function timeline(history: readonly HistoryEvent[]): Markup {
  const events = history.filter(isNotable).slice(0, shown);
  if (events.length === 0) return html`<p class="quiet">Nothing was released yet.</p>`;
  return html`<ol class="timeline">
${events.map(item)}</ol>`;
}

function item(event: HistoryEvent): Markup {
  const { kind, environment, at, by, reason, commit } = event;
  const verified = verifiedText(event);
  const tone = verified === '' ? kind : event.verifiedAt === null ? 'unproved' : 'proved';
  return html`<li class="${tone}">
${time(at)}
<div><p><strong>${eventNames[kind]}</strong> <span class="where">${environment}</span> <code title="${event.digest.after}">${eventText(event)}</code>${
    verified === '' ? undefined : html` <span class="proof">${event.verifiedAt === null ? '✕' : '✓'} ${verified}</span>`
  }</p>
<p class="quiet">${by === '' ? nothing : html`by ${said(by)}, `}commit ${id(commit)}</p>
${reason === '' ? nothing : html`<p class="reason">${said(reason)}</p>`}</div>
</li>
`;
}
