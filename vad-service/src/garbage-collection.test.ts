import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchGarbageCollection } from './garbage-collection.ts';

test('a collection is told of by its kind, in seconds', async () => {
  const seen: [kind: string, seconds: number][] = [];
  onTestFinished(watchGarbageCollection((...collection) => seen.push(collection)));
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  await vi.waitFor(() => expect(seen.map(([kind]) => kind)).toContain('major'), { timeout: 5000 });
  for (const [, seconds] of seen) expect(seconds).toSatisfy(value => value > 0 && value < 5);
});
