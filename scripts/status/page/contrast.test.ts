import { expect, it } from 'vitest';
import { style } from './style.ts';

/** The colours of a scheme by name, each `#rrggbb`. */
function colours(block: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  );
}

// Relative luminance, as WCAG 2 has it.
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one = '', other = ''): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const dark = style.indexOf('prefers-color-scheme: dark');
const schemes = [
  ['light', style.slice(0, dark)],
  ['dark', style.slice(dark, style.indexOf('box-sizing'))],
] as const;
const texts = [
  ...['ink', 'quiet', 'well', 'wrong'].flatMap(text => ['paper', 'card'].map(ground => [text, ground] as const)),
  ...['well', 'wrong', 'busy'].map(tone => [tone, `${tone}-soft`] as const),
  ['ink', 'busy-soft'] as const,
];

it.each(schemes)('every text of the %s scheme stands out from its ground, 4.5 to 1 or more', (_, block) => {
  const known = colours(block);
  expect(Object.keys(known).length).toBeGreaterThanOrEqual(13);
  const weak = texts.filter(([text, ground]) => !(contrast(known[text], known[ground]) >= 4.5));
  expect(weak).toEqual([]);
});

it.each(schemes)('the parts of the bar stand out in the %s scheme, 3 to 1 or more', (_, block) => {
  const { accent, 'accent-soft': allowed, card, ink, wrong } = colours(block);
  for (const [mark, ground] of [
    [accent, card],
    [accent, allowed],
    [ink, allowed],
    [wrong, card],
  ]) {
    expect(contrast(mark, ground), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});
