import { visible } from '../visible.ts';

/** Text that is HTML already. Only `html` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = string | number | Markup | readonly Markup[] | undefined;

/** A template whose values are data: everything but Markup is escaped, for text and for quoted attributes alike. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const text = parts.map((part, index) => part + show(values[index])).join('');
  return new Markup(text);
}

/** A text as HTML that shows it: no markup, no character that steers its surroundings. Line breaks stay. */
export function escapeText(text: string): string {
  return visible(text).replaceAll(/[&<>"'`]/g, mark => `&#${mark.charCodeAt(0)};`);
}

function show(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  return typeof value === 'object' ? value.map(({ text }) => text).join('') : escapeText(String(value));
}
