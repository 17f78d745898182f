import { visibleLine } from '../visible.ts';
import { shortId, shortTime } from '../words.ts';
import { html, Markup } from './html.ts';

/** A commit or digest: short to see, whole in its title and for those who copy it. */
export function id(value: string): Markup {
  return html`<code title="${value || 'none'}">${shortId(value)}</code>`;
}

/** An instant, in UTC. */
export function time(instant: string): Markup {
  return html`<time datetime="${instant}">${shortTime(instant)}</time>`;
}

/** A text of other people on its own, so that its direction is nobody else's. */
export function said(text: string): Markup {
  return html`<bdi>${text.trim()}</bdi>`;
}

/** The same on one line. */
export function saidBriefly(text: string): Markup {
  return html`<bdi>${visibleLine(text, 200)}</bdi>`;
}

/** A table with its caption; every row's first cell is its head. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Markup[])[]): Markup {
  const heads = head.map(text => html`<th scope="col">${text}</th>`);
  const body = rows.map(([first = nothing, ...rest]) => {
    const cells = rest.map(value => html`<td>${value}</td>`);
    return html`<tr><th scope="row">${first}</th>${cells}</tr>\n`;
  });
  return html`<table><caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${body}</tbody></table>`;
}

/** Plain text as a cell. */
export const cell = (text: string | number): Markup => html`${text}`;

/** Nothing to show. */
export const nothing = new Markup('');
