import type { Readable } from 'node:stream';

/** How many messages a call that is paused still takes: by default Node's 16, of 1 MiB each. Node has no public setter. */
export function readAhead(call: Readable, messages: number): void {
  const { _readableState } = call as unknown as { _readableState: { highWaterMark: number } };
  _readableState.highWaterMark = messages;
}
