import { expect, test } from 'vitest';
import type { Hold } from '../toolkit/hold.ts';
import { afterLift, nextHolds, type Wanted } from './next-holds.ts';

const [a, b] = ['a', 'b'].map(letter => `sha256:${letter.repeat(64)}`) as [string, string];
const now = new Date('2026-06-01T00:00:00Z');
const [soon, later, past] = ['2026-06-02T00:00:00Z', '2026-06-03T00:00:00Z', '2026-05-01T00:00:00Z'];
const hold = (refuses: Hold['refuses'], until: string | null = null, reason = 'old'): Hold => ({
  reason,
  until,
  refuses,
});
const want = (holding: Wanted['holding'], until: string | null = null): Wanted => ({
  holding,
  bad: b,
  reason: 'new',
  until,
});

test.each<[string, readonly Hold[], Wanted, readonly Hold[]]>([
  ['none there, none wanted', [], want('none'), []],
  ['none wanted: what is there stays', [hold([a])], want('none'), [hold([a])]],
  ['nothing is left: nothing to refuse', [], { ...want('bad-digest'), bad: undefined }, []],
  ['the bad digest', [], want('bad-digest', soon), [hold([b], soon, 'new')]],
  ['all, without a rollback', [], { ...want('all', soon), bad: undefined }, [hold('*', soon, 'new')]],
  [
    'all for a while: what is left stays out after it',
    [],
    want('all', soon),
    [hold('*', soon, 'new'), hold([b], null, 'new')],
  ],
  ['one that ends with another joins it', [hold([a])], want('bad-digest'), [hold([a, b], null, 'old\nnew')]],
  [
    'two that refuse the same last until the later end',
    [hold('*', soon)],
    { ...want('all', later), bad: undefined },
    [hold('*', later, 'old\nnew')],
  ],
  [
    'a freeze beside a bad digest has its own end',
    [hold([a])],
    { ...want('all', soon), bad: undefined },
    [hold([a]), hold('*', soon, 'new')],
  ],
  [
    'a freeze without an end swallows no digest',
    [hold([a])],
    want('all'),
    [hold([a, b], null, 'old\nnew'), hold('*', null, 'new')],
  ],
  ['a bad digest outlasts a freeze', [hold('*', soon)], want('bad-digest'), [hold('*', soon), hold([b], null, 'new')]],
  ['once refused is enough', [hold([b], null, 'new')], want('bad-digest'), [hold([b], null, 'new')]],
  ['what has expired is gone', [hold([a], past)], want('bad-digest'), [hold([b], null, 'new')]],
])('%s', (_, present, wanted, expected) => {
  expect(nextHolds(present, wanted, now)).toEqual(expected);
});

test('a freeze is lifted alone, or everything is', () => {
  const present = [hold([a]), hold('*', soon)];
  expect(afterLift(present, 'none')).toEqual(present);
  expect(afterLift(present, 'freeze')).toEqual([hold([a])]);
  expect(afterLift(present, 'all')).toEqual([]);
});
