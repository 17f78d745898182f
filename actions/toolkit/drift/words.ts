const longest = 300;

/** Words of others on one line of a terminal: no line of their own, so no command to the runner. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longest);
}

/** Words of others in Markdown: inline code, which nothing in them can end, format, link or address to anyone. */
export function quoted(text: string): string {
  const inner = oneLine(text).replaceAll('`', "'");
  return inner === '' ? '' : `\`${inner}\``;
}
