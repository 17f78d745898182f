import { oneLine } from '../one-line.ts';

/** Words of others in Markdown: inline code, which nothing in them can end, format, link or address to anyone. */
export function quoted(text: string): string {
  const inner = oneLine(text, 300).replaceAll('`', "'");
  return inner === '' ? '' : `\`${inner}\``;
}
