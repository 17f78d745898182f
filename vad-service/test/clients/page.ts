import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

/** The fenced block of docs/api.md that is a file of this name: "```js client.mjs". */
export function fileOfPage(name: string): string {
  return block(text, `\`\`\`\\w+ ${name.replaceAll('.', '\\.')}`, name);
}

/** The shell commands under a heading of docs/api.md. */
export function commandsOfPage(heading: string): string {
  return block(section(heading), '```sh', `commands under ${heading}`);
}

/** The rows of the first table under a heading of docs/api.md, by column; backticks around a whole cell are dropped. */
export function tableOfPage(heading: string): Record<string, string>[] {
  const [, head = '', , body = ''] = /^(\|.*\n)(\|[-| ]+\n)((?:\|.*\n)+)/m.exec(section(heading)) ?? [];
  const columns = cells(head);
  const rows = body.trimEnd().split('\n').map(cells);
  return rows.map(row => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ''])));
}

export function headingsOfPage(): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** The headings, as anchors, to which the page links within itself. */
export function anchorsLinkedInPage(): string[] {
  return [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
}

function cells(line: string): string[] {
  const inner = line.trim().slice(1, -1).split('|');
  return inner.map(cell => cell.trim().replace(/^`([^`]*)`$/, '$1'));
}

function section(heading: string): string {
  const found = new RegExp(`^#+ ${heading}\n([^]*?)(?=^#+ |(?![^]))`, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`docs/api.md has no heading "${heading}"`);
  return found;
}

function block(within: string, fence: string, what: string): string {
  const found = new RegExp(`^${fence}\n([^]*?)^\`\`\`$`, 'm').exec(within)?.[1];
  if (found === undefined) throw new Error(`docs/api.md has no ${what}`);
  return found;
}
