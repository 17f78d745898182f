import { expect, test } from 'vitest';
import { parseEvent } from './event.ts';

test.each([
  ['', 'chunk'],
  ['chunk', 'chunk'],
  ['start', 'start'],
  ['end', 'end'],
])('%j is %s', (text, event) => expect(parseEvent(text)).toBe(event));

test.each(['END', 'stop', ' start'])('%j is refused, naming the three', text => {
  expect(() => parseEvent(text)).toThrow(/is not one of "start", "chunk" \(or empty\), "end"/);
});

test('of a long one only the beginning is quoted, whatever characters it has', () => {
  const quoted = (text: string) => `event ${JSON.stringify(text)} is not one of "start", "chunk" (or empty), "end"`;
  expect(() => parseEvent('x'.repeat(128))).toThrow(quoted('x'.repeat(128)));
  expect(() => parseEvent('x'.repeat(1_000_000))).toThrow(quoted(`${'x'.repeat(128)}…`));
  expect(() => parseEvent(`x${'😀'.repeat(64)}`)).toThrow(quoted(`x${'😀'.repeat(63)}\ufffd…`));
});
