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
