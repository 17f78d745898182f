import { fenced, paragraphs } from '../toolkit/report.ts';
import type { Change } from './changes.ts';

/** Begins the one comment that is ours, so that it is found again. */
export const marker = '<!-- vad-gitops: rendered diff -->';

/** GitHub takes 65,536 characters in a comment; the rest is room for what it counts otherwise. */
export const commentLimit = 65_000;

/** What a person reads of the changes, in at most `limit` characters. */
export function renderMarkdown(changes: readonly Change[], limit = commentLimit): string {
  const head = paragraphs(marker, '### Rendered diff', verdict(changes));
  const frames = changes.map(change => section(change, ''));
  const left = limit - paragraphs(head, ...frames).length;
  const shares = fairShares(changes.map(textOf), left);
  return paragraphs(head, ...changes.map((change, at) => section(change, shorten(textOf(change), shares[at] ?? 0))));
}

function verdict(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Every overlay and cluster folder renders as before.';
  const broken = changes.filter(({ kind }) => kind === 'broken').length;
  const warning = broken > 0 ? [`**${broken} cannot be rendered.**`] : [];
  return [
    ...warning,
    `${changes.length} ${changes.length === 1 ? 'folder' : 'folders'} will change when this merges:`,
  ].join(' ');
}

function textOf(change: Change): string {
  return change.kind === 'broken' ? change.error : change.diff;
}

const signs = { changed: '✏️', new: '✨', gone: '🗑️', broken: '❌' } as const;

function section(change: Change, text: string): string {
  const { folder, kind } = change;
  const title = `<summary>${signs[kind]} <code>${escapeHtml(folder)}</code> ${kind}</summary>`;
  return `<details>${title}\n\n${fenced(text, kind === 'broken' ? 'text' : 'diff')}\n\n</details>`;
}

/** What each text may take of `total` characters: small ones all they need, large ones the same of what is left. */
function fairShares(texts: readonly string[], total: number): number[] {
  // A fence is as long as its text's longest run of backticks asks, twice; it has to fit as well.
  const needs = texts.map(text => text.length + 2 * longestFence(text));
  const order = needs.map((need, at) => ({ need, at })).toSorted((a, b) => a.need - b.need);
  const shares: number[] = [];
  let left = Math.max(0, total);
  for (const [done, { need, at }] of order.entries()) {
    const share = Math.min(need, Math.floor(left / (order.length - done)));
    shares[at] = share;
    left -= share;
  }
  return shares;
}

/** A text in at most `share` characters with its fence, cut at a line's end. */
function shorten(text: string, share: number): string {
  const room = share - 2 * longestFence(text);
  if (text.length <= room) return text;
  const note = '\n… cut: `kustomize build` shows all of it.';
  const cut = text.slice(0, Math.max(0, room - note.length));
  const whole = cut.slice(0, Math.max(0, cut.lastIndexOf('\n')));
  return room < note.length ? '' : whole + note;
}

/** How far the longest run of backticks goes beyond the two that an ordinary fence outdoes. */
function longestFence(text: string): number {
  let longest = 0; // no spread of all runs: a hostile text has more of them than a call takes arguments
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length - 2);
  return longest;
}

function escapeHtml(text: string): string {
  return text.replace(/[^\w./-]/g, character => `&#${character.codePointAt(0)};`);
}
