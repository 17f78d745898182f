import { CallError, quotable } from './errors.ts';

/** What a Detect stands for: the first of a VAD cycle, one within, or the last. */
export type Event = 'start' | 'chunk' | 'end';

/** The wire's `event`; empty means "chunk". Anything unknown is the caller's fault. */
export function parseEvent(text: string): Event {
  if (text === '' || text === 'chunk') return 'chunk';
  if (text === 'start' || text === 'end') return text;
  throw new CallError(
    'unknown-event',
    `event ${JSON.stringify(quotable(text))} is not one of "start", "chunk" (or empty), "end"`,
  );
}
