import { expect, test } from 'vitest';
import type { Hold } from '../toolkit/hold.ts';
import type { Relation } from '../toolkit/release/head.ts';
import { type Decision, decide, type Question } from './decide.ts';

const [digestA, digestB] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
const wanted = { repository: 'r/i', tag: 'src-1', digest: digestA, sourceCommit: 'w' };
const recorded = { ...wanted, sourceCommit: 'r' };
const other = { ...recorded, digest: digestB, tag: 'src-2' };
const now = new Date('2026-12-01T00:00:00Z');

const ask = (question: Partial<Question> & Pick<Question, 'recorded' | 'relation'>) =>
  decide({ wanted, rebuild: false, holds: [], now, ...question });

test('nothing recorded yet: the first bump', () => {
  expect(ask({ recorded: undefined, relation: 'newer' }).kind).toBe('edit');
});

test.each<[Relation, 'same' | 'other', boolean, Decision['kind'], string?]>([
  ['same', 'same', false, 'noop'],
  ['same', 'same', true, 'noop'],
  ['same', 'other', false, 'refused', 'bump-digest-conflict'],
  ['same', 'other', true, 'edit'],
  ['newer', 'same', false, 'edit'],
  ['newer', 'same', true, 'edit'],
  ['newer', 'other', false, 'edit'],
  ['newer', 'other', true, 'edit'],
  ['older', 'same', false, 'superseded'],
  ['older', 'same', true, 'superseded'],
  ['older', 'other', false, 'superseded'],
  ['older', 'other', true, 'superseded'],
  ['diverged', 'same', false, 'refused', 'bump-diverged'],
  ['diverged', 'same', true, 'refused', 'bump-diverged'],
  ['diverged', 'other', false, 'refused', 'bump-diverged'],
  ['diverged', 'other', true, 'refused', 'bump-diverged'],
])('%s source, %s digest, rebuild %s: %s', (relation, digest, rebuild, kind, code) => {
  const sourceCommit = relation === 'same' ? wanted.sourceCommit : 'r';
  const decision = ask({ recorded: { ...(digest === 'same' ? recorded : other), sourceCommit }, relation, rebuild });
  expect(decision.kind).toBe(kind);
  if (decision.kind === 'refused') expect(decision.code).toBe(code);
});

test('the same digest under another name is written', () => {
  expect(ask({ recorded: { ...wanted, repository: 'elsewhere/i' }, relation: 'same' }).kind).toBe('edit');
});

const hold: Hold = { reason: 'bad', until: '2026-12-01T00:00:01Z', refuses: [digestA] };

test('what would be written is held, by a hold on the digest or on all', () => {
  expect(ask({ recorded: other, relation: 'newer', holds: [hold] })).toEqual({ kind: 'held', holds: [hold] });
  expect(ask({ recorded: undefined, relation: 'newer', holds: [{ ...hold, refuses: '*' }] }).kind).toBe('held');
  expect(ask({ recorded: other, relation: 'same', rebuild: true, holds: [hold] }).kind).toBe('held');
});

test('a hold on another digest, or one that has expired, keeps nothing back', () => {
  expect(ask({ recorded: other, relation: 'newer', holds: [{ ...hold, refuses: [digestB] }] }).kind).toBe('edit');
  expect(ask({ recorded: other, relation: 'newer', holds: [{ ...hold, until: '2026-12-01T00:00:00Z' }] }).kind).toBe(
    'edit',
  );
});

test('where nothing would be written, a hold changes nothing', () => {
  const all: Hold = { ...hold, refuses: '*' };
  expect(ask({ recorded: wanted, relation: 'same', holds: [all] }).kind).toBe('noop');
  expect(ask({ recorded: other, relation: 'older', holds: [all] }).kind).toBe('superseded');
  expect(ask({ recorded: other, relation: 'diverged', holds: [all] }).kind).toBe('refused');
});
