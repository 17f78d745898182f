/**
 * A text of other people on one line, for a log or a page: no line break that would let it pose as a line of its own, no
 * control characters, nothing that the runner takes for a command. At most `limit` characters.
 */
export function oneLine(text: string, limit = 200): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  // The runner obeys `##[…]` anywhere in a line, and `::…` at its start.
  const harmless = line.replaceAll('##[', '## [').replace(/^::/, ': :');
  return harmless.length > limit ? `${harmless.slice(0, limit - 1)}…` : harmless;
}
