import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ActionError, asActionError, describeError, errorRegistry } from './errors.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
const sections = new Map(
  [...page.matchAll(/^### `([^`]+)`\n(\w+)\./gm)].map(([, code = '', kind = '']) => [code, kind]),
);

test('every code has its section in docs/errors.md, and every section its code', () => {
  expect([...sections.keys()].toSorted()).toEqual(Object.keys(errorRegistry).toSorted());
});

test.each(Object.entries(errorRegistry))('docs/errors.md and the registry agree on the kind of %s', (code, {
  kind,
}) => {
  expect(sections.get(code)?.toLowerCase()).toBe(kind);
});

test('an error keeps its code; anything else thrown is unexpected, with its cause', () => {
  const own = new ActionError('timeout', 'late');
  expect(asActionError(own)).toBe(own);
  const cause = new TypeError('broken');
  expect(asActionError(cause)).toMatchObject({ code: 'unexpected', message: 'broken', cause });
  expect(asActionError('text')).toMatchObject({ code: 'unexpected', message: 'text' });
});

test('says the message, then the code and what to do', () => {
  expect(describeError(new ActionError('bump-contended', 'Lost.'))).toBe(
    'Lost.\n[bump-contended] Run the job again; other writers won every attempt. (docs/errors.md)',
  );
});
