import { expect, test } from 'vitest';
import { type Decision, decide, type Relation } from './decide.ts';

const wanted = { repository: 'r/i', tag: 'src-1', digest: 'sha256:1', sourceCommit: 'w' };
const recorded = { ...wanted, sourceCommit: 'r' };
const other = { ...recorded, digest: 'sha256:2', tag: 'src-2' };

test('nothing recorded yet: the first bump', () => {
  expect(decide({ recorded: undefined, wanted, relation: 'newer', rebuild: false }).kind).toBe('edit');
});

test.each<[Relation, 'same' | 'other', boolean, Decision['kind'], string?]>([
  ['same', 'same', false, 'noop'],
  ['same', 'same', true, 'noop'],
  ['same', 'other', false, 'refused', 'bump-digest-conflict'],
  ['same', 'other', true, 'edit'],
  ['newer', 'same', false, 'edit'],
  ['newer', 'other', false, 'edit'],
  ['older', 'same', false, 'superseded'],
  ['older', 'other', false, 'superseded'],
  ['older', 'other', true, 'superseded'],
  ['diverged', 'same', false, 'refused', 'bump-diverged'],
  ['diverged', 'other', true, 'refused', 'bump-diverged'],
])('%s source, %s digest, rebuild %s: %s', (relation, digest, rebuild, kind, code) => {
  const decision = decide({ recorded: digest === 'same' ? recorded : other, wanted, relation, rebuild });
  expect(decision.kind).toBe(kind);
  if (decision.kind === 'refused') expect(decision.code).toBe(code);
});

test('the same digest under another name is written', () => {
  const moved = { ...recorded, repository: 'elsewhere/i' };
  expect(decide({ recorded: moved, wanted, relation: 'same', rebuild: false }).kind).toBe('edit');
});
