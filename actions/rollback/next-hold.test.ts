import { expect, test } from 'vitest';
import type { Hold } from '../toolkit/hold.ts';
import { nextHold, type Wanted } from './next-hold.ts';

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

test.each<[string, Hold | undefined, Wanted, Hold | undefined]>([
  ['none there, none wanted', undefined, want('none'), undefined],
  ['none wanted: what is there stays', hold([a]), want('none'), hold([a])],
  ['nothing is left: nothing to refuse', undefined, { ...want('bad-digest'), bad: undefined }, undefined],
  ['the bad digest', undefined, want('bad-digest', soon), hold([b], soon, 'new')],
  ['all', undefined, want('all'), hold('*', null, 'new')],
  ['beside another', hold([a], soon), want('bad-digest', later), hold([a, b], later, 'old\nnew')],
  ['no end is the latest', hold([a], null), want('bad-digest', later), hold([a, b], null, 'old\nnew')],
  ['a freeze stays one', hold('*', later), want('bad-digest', soon), hold('*', later, 'old\nnew')],
  ['once refused is enough', hold([b], null, 'new'), want('bad-digest'), hold([b], null, 'new')],
  ['what has expired is gone', hold([a], past), want('bad-digest'), hold([b], null, 'new')],
])('%s', (_, present, wanted, expected) => {
  expect(nextHold(present, wanted, now)).toEqual(expected);
});
