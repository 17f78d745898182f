import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, html as namespaces, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import type { ProjectStatus } from '../project.ts';
import { sample } from '../sample.ts';
import { escapeText, html } from './html.ts';
import { renderPage } from './page.ts';

type Element = DefaultTreeAdapterTypes.Element;

/** The page as a browser reads it, and every parse error of the HTML standard. */
function read(page: string): { elements: Element[]; errors: string[]; text: string } {
  const errors: string[] = [];
  const elements: Element[] = [];
  let text = '';
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) elements.push(node);
    if (node.nodeName === '#text' && 'value' in node) text += node.value;
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(page, { onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`) }));
  return { elements, errors, text };
}

const attribute = (element: Element, name: string) => element.attrs.find(one => one.name === name)?.value;
const named = (elements: readonly Element[], tag: string) => elements.filter(({ tagName }) => tagName === tag);
const tagsOf = (page: string) => read(page).elements.map(({ tagName }) => tagName);

const calm = 'as long as a short one is not';
const hostile = `"'\`><script>alert(1)</script><!-- &amp; </style></title> \u202Egnp.exe\u0000\u001B[2J\r\nnext \uD800`;

/** The sample with a text of other people in every place that takes one. */
function poisoned(text: string): ProjectStatus {
  const poison = <T>(value: T, key = ''): T => {
    // What our own code gives, and what is a time.
    if (['engine', 'kind', 'at', 'verifiedAt', 'until', 'updatedAt', 'madeAt', 'outcome'].includes(key)) return value;
    if (typeof value === 'string') return text as T;
    if (Array.isArray(value)) return value.map(item => poison(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)])) as T;
  };
  return poison({ ...sample, lastRun: { workflow: 'w', commit: 'c', outcome: 'failed', log: 'l' } as const });
}

describe('a text of other people', () => {
  it.each([
    [`<b a='"\`'>&lt;`, '&#60;b a=&#39;&#34;&#96;&#39;&#62;&#38;lt;'],
    ['a\u202Eb\u200F', 'a⟨U+202E⟩b⟨U+200F⟩'],
    ['a\u0000\u001B[0m', 'a⟨U+0000⟩⟨U+001B⟩[0m'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['שלום — ünï 🎉', 'שלום — ünï 🎉'],
    ['\uD800', '⟨U+D800⟩'],
  ])('%j is shown as %j', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
    expect(html`<p>${text}</p>`.text).toBe(`<p>${shown}</p>`);
  });

  it('is cut where it is endless', () => {
    expect(escapeText('x'.repeat(100_000)).length).toBeLessThan(500);
    expect(escapeText(`${'x'.repeat(399)}🎉`)).toBe(`${'x'.repeat(399)}…`);
  });

  it('makes no element and no attribute, wherever it stands', () => {
    const names = (page: string) =>
      new Set(read(page).elements.flatMap(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)]));
    const page = renderPage(poisoned(hostile));
    expect(page).not.toContain('<script');
    expect(page.match(/<style/g)).toHaveLength(1);
    expect([...names(page)].toSorted()).toEqual([...names(renderPage(poisoned(calm)))].toSorted());
    expect(tagsOf(page)).toEqual(tagsOf(renderPage(poisoned(calm))));
    expect(read(page).errors).toEqual([]);
    expect(read(page).text).toContain('<script>alert(1)</script>');
  });
});

describe('the page', () => {
  const page = renderPage(sample);
  const { elements, errors, text } = read(page);

  it('is valid, in the standard mode', () => {
    expect(errors).toEqual([]);
    expect(page.startsWith('<!DOCTYPE html>\n<html lang="en">')).toBe(true);
    expect(elements.filter(({ namespaceURI }) => namespaceURI === namespaces.NS.SVG).length).toBeGreaterThan(4);
  });

  it('lets a browser run no script, fetch nothing, and use its own style alone', () => {
    const policy = elements.find(one => attribute(one, 'http-equiv') === 'Content-Security-Policy');
    const [style = ''] = /(?<=<style>).*?(?=<\/style>)/s.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(attribute(policy as Element, 'content')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(named(elements, 'script')).toEqual([]);
    const fetching = elements.flatMap(({ attrs }) =>
      attrs.filter(({ name }) => /^(src|srcset|href|xlink:href|data|action|background|style|on.*)$/.test(name)),
    );
    expect(fetching).toEqual([]);
    expect(page).not.toMatch(/url\(|@import/);
  });

  it('has each id once, and all that is referred to', () => {
    const ids = elements.flatMap(one => attribute(one, 'id') ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toEqual(expect.arrayContaining(['environment-0', 'environment-1', 'history', 'previews']));
    const wanted = elements.flatMap(one => attribute(one, 'aria-labelledby') ?? []);
    expect(wanted.length).toBeGreaterThanOrEqual(4);
    expect(ids).toEqual(expect.arrayContaining(wanted));
  });

  it('has headings without a gap, a caption and heads in each table, and words for each picture', () => {
    const levels = elements.flatMap(({ tagName }) => Number(/^h([1-6])$/.exec(tagName)?.[1] ?? 0) || []);
    expect(levels.filter(level => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
    const tables = named(elements, 'table');
    expect(tables.length).toBe(4);
    for (const table of tables) expect(table.childNodes[0]?.nodeName).toBe('caption');
    for (const head of named(elements, 'th')) expect(attribute(head, 'scope')).toMatch(/^(row|col)$/);
    const bars = named(elements, 'svg').map(bar => attribute(bar, 'aria-label'));
    expect(bars).toEqual(['3 running; bounds 3–6; Git wants 2–10', '5 running; bounds 4–12']);
  });

  it.each([
    ['a verdict', 'drifted: The autoscaler has 3–6 at 70 % CPU, where Git has 2–10 at 70 % CPU'],
    ['what to do about drift', 'Change bounds by the scale workflow alone'],
    ['a hold', 'Refuses 0d7c5ea3190d, until somebody lifts it.'],
    ['bounds that end', 'They end at 2026-12-01 20:00 UTC.'],
    ['a release that never was verified', 'b82e04d9f6b8 → 0d7c5ea3190d ✕ never verified'],
    ['a rollback', '0d7c5ea3190d → b82e04d9f6b8; refuses 0d7c5ea3190d ✓ verified after 38 s'],
    ['a scale, and by whom', 'by mira, commit'],
    ['a preview', '#128'],
  ])('shows %s', (_, words) => {
    expect(text).toContain(words);
  });

  it('has an item for each event, with its time', () => {
    const times = named(elements, 'li').map(item => item.childNodes.find(node => node.nodeName === 'time') as Element);
    expect(times.map(time => attribute(time, 'datetime'))).toEqual(sample.history.map(({ at }) => at));
  });

  it('says so where there is nothing', () => {
    const empty = read(renderPage({ ...sample, environments: [], history: [], previews: [] }));
    expect(empty.text).toContain('Nothing was released yet.');
    expect(empty.text).toContain('There are none.');
    expect(empty.errors).toEqual([]);
  });
});
