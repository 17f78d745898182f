import { expect, test } from 'vitest';
import type { ReleaseBounds } from '../toolkit/release-bounds.ts';
import { type Decision, decide, decideReturn, type Question, titleOf } from './decide.ts';

const rendered = { min: 2, max: 10, cpuTarget: 70 };
const until = '2026-12-01T09:30:00Z';
const later = '2026-12-02T09:30:00Z';
const nothing: ReleaseBounds = { pinned: {}, temporary: undefined };
const temporary = { until, set: { max: 20 }, back: { max: 12 }, reason: 'load' };
const wanted = { environment: 'staging', bounds: {}, until: undefined, reason: 'why' };

const ask = (asked: Partial<Question['wanted']>, more: Partial<Question> = {}): Decision =>
  decide({ isReleased: true, recorded: nothing, manifests: [], rendered, wanted: { ...wanted, ...asked }, ...more });

test.each<[string, Partial<Question['wanted']>, ReleaseBounds, ReleaseBounds | undefined]>([
  ['one bound', { bounds: { max: 12 } }, nothing, { pinned: { max: 12 }, temporary: undefined }],
  ['both bounds the same', { bounds: { min: 10 } }, nothing, { pinned: { min: 10 }, temporary: undefined }],
  ['what is rendered', { bounds: { min: 2, cpuTarget: 70 } }, nothing, undefined],
  ['what is rendered, for a while', { bounds: { min: 2 }, until }, nothing, undefined],
  [
    'beside another one that is pinned',
    { bounds: { min: 3 } },
    { pinned: { max: 12 }, temporary: undefined },
    { pinned: { min: 3, max: 12 }, temporary: undefined },
  ],
  [
    'for a while',
    { bounds: { max: 12 }, until },
    nothing,
    { pinned: { max: 12 }, temporary: { until, set: { max: 12 }, back: {}, reason: 'why' } },
  ],
  [
    'for a while, over what is temporary: the first return stays',
    { bounds: { max: 30 }, until: later },
    { pinned: { max: 20 }, temporary },
    { pinned: { max: 30 }, temporary: { until: later, set: { max: 30 }, back: { max: 12 }, reason: 'why' } },
  ],
  [
    'the same as is temporary, for longer',
    { bounds: { max: 10 }, until: later },
    { pinned: { max: 10 }, temporary },
    { pinned: { max: 10 }, temporary: { until: later, set: { max: 10 }, back: { max: 12 }, reason: 'why' } },
  ],
  [
    'just what is temporary, by two at once',
    { bounds: { max: 20 }, until, reason: 'load' },
    { pinned: { max: 20 }, temporary },
    undefined,
  ],
  [
    'the same as is temporary, for good',
    { bounds: { max: 10 } },
    { pinned: { max: 10 }, temporary },
    { pinned: { max: 10 }, temporary: undefined },
  ],
])('%s', (_, asked, recorded, next) => {
  const decision = ask(asked, { recorded });
  expect(decision).toMatchObject(next === undefined ? { kind: 'noop' } : { kind: 'edit', next });
  if (decision.kind === 'edit') expect(decision.next).toEqual(next);
});

test.each<[string, Partial<Question['wanted']>, Partial<Question>, readonly string[]]>([
  ['min > max', { bounds: { min: 8, max: 6 } }, {}, ['min 8 > max 6']],
  ['min over the max that is there', { bounds: { min: 11 } }, {}, ['min 11 > max 10']],
  ['max below the min that is there', { bounds: { max: 1 } }, {}, ['min 2 > max 1']],
  ['one pod', { bounds: { min: 1 } }, {}, ['min 1 < 2: with one pod']],
  ['nothing released', { bounds: { min: 3 } }, { isReleased: false }, ['nothing is released to staging yet']],
  ['no autoscaler', { bounds: { min: 3 } }, { rendered: undefined }, ['its overlay renders no autoscaler']],
  [
    'no CPU metric',
    { bounds: { cpuTarget: 50 } },
    { rendered: { ...rendered, cpuTarget: undefined } },
    ['cpu-target: CPU utilization is none'],
  ],
  [
    'all of it at once',
    { bounds: { min: 1, max: 500 } },
    {
      isReleased: false,
      manifests: [{ kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: { pods: '40' } } }],
    },
    ['nothing is released', 'min 1 < 2', 'pods: 2 × 500 + 125 surge = 1125 pods, over the 40 of the ResourceQuota q'],
  ],
])('refused: %s', (_, asked, more, faults) => {
  const decision = ask(asked, more);
  expect(decision).toEqual({ kind: 'refused', faults: faults.map(fault => expect.stringContaining(fault)) });
});

test('a preview may have one pod', () => {
  for (const environment of ['preview', 'pr-12'])
    expect(ask({ environment, bounds: { min: 1 } })).toMatchObject({ kind: 'edit' });
  expect(ask({ environment: 'previous', bounds: { min: 1 } })).toMatchObject({ kind: 'refused' });
});

const end = new Date(until);

test.each<[string, ReleaseBounds, number, string, ReleaseBounds['pinned'] | undefined]>([
  ['not temporary', nothing, 0, 'noop', undefined],
  ['not over yet', { pinned: { max: 20 }, temporary }, -1, 'noop', undefined],
  ['over', { pinned: { max: 20 }, temporary }, 0, 'restored', { max: 12 }],
  ['over, back to the overlay', { pinned: { max: 20 }, temporary: { ...temporary, back: {} } }, 9, 'restored', {}],
  ['changed since', { pinned: { max: 21 }, temporary }, 0, 'kept', { max: 21 }],
  ['another bound added since', { pinned: { min: 3, max: 20 }, temporary }, 0, 'kept', { min: 3, max: 20 }],
  ['taken away since', { pinned: {}, temporary }, 0, 'kept', {}],
])('a return: %s', (_, recorded, ms, kind, pinned) => {
  const decision = decideReturn(recorded, new Date(end.getTime() + ms));
  expect(decision.kind).toBe(kind);
  if (decision.kind !== 'noop') expect(decision.next).toEqual({ pinned, temporary: undefined });
});

test.each([
  ['edit', rendered, false, 'Scale staging to 2–10 replicas'],
  ['edit', rendered, true, 'Scale staging to 2–10 replicas at 70 % CPU'],
  ['restored', rendered, false, 'Return staging to 2–10 replicas'],
  ['kept', undefined, true, 'Leave staging at no autoscaler'],
] as const)('the title of %s', (kind, after, isCpu, title) => {
  expect(titleOf(kind, 'staging', after, isCpu)).toBe(title);
});
