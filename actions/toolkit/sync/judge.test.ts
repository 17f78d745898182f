import { expect, test } from 'vitest';
import { downFault, pausedFault, type SyncFault, silentMs } from './engine.ts';
import { faultGraceMs, judgeSync, type Position, type SyncQuestion } from './judge.ts';

const fault: SyncFault = { code: 'manifest-error', message: 'm', revision: undefined, since: undefined };

function ask(position: Position, isApplied: boolean, more: Partial<SyncQuestion> = {}, why?: SyncFault) {
  const observation = { revision: 'r', isApplied, seen: '', fault: why, looksEveryMs: 60_000 };
  const judgement = judgeSync({
    observation,
    position,
    faultPosition: undefined,
    wantedAt: 100,
    faultSeenFor: 0,
    waitedFor: 0,
    ...more,
  });
  return judgement.kind === 'waiting' ? judgement.gate : judgement.kind;
}

test.each<[Position, boolean, string]>([
  ['wanted', true, 'synced'],
  ['same-render', true, 'synced'],
  ['wanted', false, 'synced'],
  ['same-render', false, 'synced'],
  ['before', true, 'source'],
  ['before', false, 'source'],
  ['other-digest', true, 'superseded'],
  ['other-digest', false, 'superseded'],
])('%s, applied %s: %s', (position, isApplied, expected) => {
  expect(ask(position, isApplied)).toBe(expected);
});

test('only an applied commit of ours is done; one on its way waits', () => {
  const observation = { revision: 'r', isApplied: false, seen: '', fault: undefined, looksEveryMs: undefined };
  const question = {
    observation,
    position: 'wanted',
    faultPosition: undefined,
    wantedAt: 0,
    faultSeenFor: 0,
    waitedFor: 0,
  } as const;
  expect(judgeSync(question).kind).toBe('waiting');
  expect(judgeSync({ ...question, observation: { ...observation, isApplied: true } }).kind).toBe('synced');
});

test.each<[string, Partial<SyncQuestion>, Partial<SyncFault>, string]>([
  ['of our commit ends it', { faultPosition: 'wanted' }, {}, 'failed'],
  ['of a descendant ends it', { faultPosition: 'same-render' }, {}, 'failed'],
  ['of an older commit does not', { faultPosition: 'before', faultSeenFor: faultGraceMs }, {}, 'source'],
  ['of no commit has grace', { faultSeenFor: faultGraceMs - 1 }, {}, 'source'],
  ['of no commit ends it after the grace', { faultSeenFor: faultGraceMs }, {}, 'failed'],
  ['from before our commit never does', { faultSeenFor: faultGraceMs * 9 }, { since: 99 }, 'source'],
  ['since our commit does after the grace', { faultSeenFor: faultGraceMs }, { since: 100 }, 'failed'],
])('a fault %s', (_, question, more, expected) => {
  expect(ask('before', false, question, { ...fault, ...more })).toBe(expected);
});

test('an applied commit outweighs a fault that is left over', () => {
  expect(ask('wanted', true, { faultPosition: 'wanted' }, fault)).toBe('synced');
});

test.each<[string, Position, Partial<SyncFault> | undefined, number, string]>([
  ['is given the time that it takes to look by itself', 'before', undefined, 119_999, 'source'],
  ['has not looked when it should have', 'before', undefined, 120_000, 'failed'],
  ['has looked, and is slow to apply', 'wanted', undefined, 999_999, 'synced'],
])('an engine that %s', (_, position, why, waitedFor, expected) => {
  expect(ask(position, false, { waitedFor }, why && { ...fault, ...why })).toBe(expected);
});

test('a fault may bring a grace of its own', () => {
  const paused = pausedFault('suspended');
  expect(ask('before', false, { faultSeenFor: 3_999 }, paused)).toBe('source');
  expect(ask('before', false, { faultSeenFor: 4_000 }, paused)).toBe('failed');
  expect(ask('before', false, { faultSeenFor: silentMs - 1 }, downFault('silent'))).toBe('source');
  expect(ask('before', false, { faultSeenFor: silentMs }, downFault('silent'))).toBe('failed');
  // What was applied before the pause is as good as ever.
  expect(ask('wanted', true, { faultSeenFor: 4_000 }, paused)).toBe('synced');
});
