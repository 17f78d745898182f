// Steers a terminal or turns the order of what stands beside it; the line break is left to who shows it.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

const kept = '\n';

/** A text of other people with whatever is not to be seen shown by its number, such as `⟨U+202E⟩`; at most `limit` characters. */
export function visible(text: string, limit = 400): string {
  // Not between the halves of one character.
  const short = text.length > limit ? `${text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
  return short
    .replaceAll(/\r\n?|\t/g, match => (match === '\t' ? ' ' : kept))
    .replaceAll(invisible, mark => (mark === kept ? mark : `⟨U+${hex(mark)}⟩`));
}

/** The same on one line, its line breaks shown too: here nothing is hidden, where a log only has to be safe. */
export function visibleLine(text: string, limit?: number): string {
  return visible(text.trim(), limit).replaceAll(/\s*\n\s*/g, ' ⏎ ');
}

function hex(mark: string): string {
  return (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
