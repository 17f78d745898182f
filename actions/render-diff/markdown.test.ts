import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from './changes.ts';
import { commentLimit, marker, renderMarkdown } from './markdown.ts';

const changed = (folder: string, diff: string): Change => ({ folder, kind: 'changed', diff });

test('nothing changed', () => {
  expect(renderMarkdown([])).toBe(
    `${marker}\n\n### Rendered diff\n\nEvery overlay and cluster folder renders as before.`,
  );
});

test('each change is a block of its own; what is broken is said first', () => {
  const text = renderMarkdown([
    changed('kustomize/overlays/staging', '@@ -1 +1 @@\n-a\n+b'),
    { folder: 'kustomize/overlays/x', kind: 'broken', error: 'no such file' },
  ]);
  expect(text).toContain('**1 cannot be rendered.** 2 folders will change when this merges:');
  expect(text).toContain(
    '<code>kustomize/overlays/staging</code> changed</summary>\n\n```diff\n@@ -1 +1 @@\n-a\n+b\n```\n\n</details>',
  );
  expect(text).toContain('<code>kustomize/overlays/x</code> broken</summary>\n\n```text\nno such file\n```');
});

test('a small diff beside a large one stays whole', () => {
  const text = renderMarkdown([changed('large', '+ line\n'.repeat(20_000)), changed('small', '+ small')]);
  expect(text).toContain('```diff\n+ small\n```');
  expect(text).toContain('… cut');
  expect(text.length).toBeGreaterThan(commentLimit * 0.95);
});

test('a text of nothing but runs of backticks is cut as any other', () => {
  expect(renderMarkdown([changed('a', '`\n'.repeat(400_000))]).length).toBeLessThanOrEqual(commentLimit);
});

const hostile = fc.string({
  unit: fc.constantFrom('`', '\n', '~', '<', '/details>', '-->', 'a', '@everyone', '😀', '\u0000'),
});

test('whatever is in the renders and names, it stays in its blocks and below the limit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(hostile, hostile), { maxLength: 5 }),
      fc.integer({ min: 2_000, max: 4_000 }),
      (pairs, limit) => {
        const text = renderMarkdown(
          pairs.map(([folder, diff]) => changed(folder, diff.repeat(9))),
          limit,
        );
        expect(text.length).toBeLessThanOrEqual(limit);
        const outside = withoutBlocks(text);
        expect(outside.match(/<details>/g) ?? []).toHaveLength(pairs.length);
        expect(outside.match(/<\/details>/g) ?? []).toHaveLength(pairs.length);
        expect(outside).not.toMatch(/@everyone|`/);
      },
    ),
  );
});

/** What is left when each code block, as CommonMark finds its end, is taken away. */
function withoutBlocks(text: string): string {
  const outside: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const [, ticks = ''] = /^ {0,3}(`{3,})[^`]*$/.exec(line) ?? [];
    if (fence === '' && ticks) fence = ticks;
    else if (fence === '') outside.push(line);
    else if (/^ {0,3}`+ *$/.test(line) && line.trim().length >= fence.length) fence = '';
  }
  return outside.join('\n');
}
