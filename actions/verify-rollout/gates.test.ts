import { expect, test } from 'vitest';
import { GateLog } from './gates.ts';

function clocked() {
  const clock = { now: 0 };
  const lines: string[] = [];
  const log = new GateLog(
    line => lines.push(line.trim()),
    () => clock.now,
  );
  return { clock, lines, log };
}

test('prints a change at once and the same again only as a heartbeat', () => {
  const { clock, lines, log } = clocked();
  log.at('source', 'old commit');
  for (clock.now = 2_000; clock.now < 17_000; clock.now += 2_000) log.at('source', 'old commit');
  log.at('synced', 'syncing');
  expect(lines).toEqual(['0s  source    old commit', '16s  source    old commit', '18s  synced    syncing']);
});

test('keeps the time of each gate, also of those passed without waiting', () => {
  const { clock, log } = clocked();
  log.at('source', 's');
  clock.now = 1_000;
  log.at('pods', '1/2');
  clock.now = 3_000;
  log.pass('2/2');
  expect(log.spans().map(({ gate, from, to, isPassed }) => [gate, from, to, isPassed])).toEqual([
    ['source', 0, 1_000, true],
    ['synced', 1_000, 1_000, true],
    ['workload', 1_000, 1_000, true],
    ['pods', 1_000, 3_000, true],
    ['hpa', 3_000, 3_000, true],
    ['endpoints', 3_000, 3_000, true],
    ['grpc', 3_000, 3_000, true],
  ]);
});

test('goes back when the engine moves on', () => {
  const { clock, log } = clocked();
  log.at('pods', 'p');
  clock.now = 5_000;
  log.at('synced', 's');
  expect(log.current).toBe('synced');
  expect(
    log
      .spans()
      .filter(span => !span.isPassed)
      .map(span => span.gate),
  ).toEqual(['synced', 'pods']);
});
