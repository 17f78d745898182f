import { expect, test } from 'vitest';
import { fillTables } from './readme-tables.ts';

const action = {
  inputs: { a: { description: 'first\nthing', required: true }, b: { description: 'second', default: 'x' } },
  outputs: { c: { description: 'third' } },
};

const empty =
  'Top\n<!-- inputs: from action.yml -->\nold\n<!-- /inputs -->\nmid\n<!-- outputs: from action.yml -->\n<!-- /outputs -->\n';

test('fills the tables between their markers, and again to the same', () => {
  const text = fillTables(empty, action);
  expect(text).toMatchInlineSnapshot(`
    "Top
    <!-- inputs: from action.yml -->
    | input | what it is | default |
    | --- | --- | --- |
    | \`a\` | first thing | **required** |
    | \`b\` | second | \`x\` |
    <!-- /inputs -->
    mid
    <!-- outputs: from action.yml -->
    | output | what it is |
    | --- | --- |
    | \`c\` | third |
    <!-- /outputs -->
    "
  `);
  expect(fillTables(text, action)).toBe(text);
});

test('a README without markers is an error', () => {
  expect(() => fillTables('Top', action)).toThrow('without the markers');
});
