import { expect, test } from 'vitest';
import { findRefusals, formatHolds, type Hold, isInForce, isSetBy, readHolds } from './hold.ts';

const bad = `sha256:${'b'.repeat(64)}`;
const good = `sha256:${'a'.repeat(64)}`;
const hold: Hold = { reason: 'crash-loop in staging', until: '2026-12-01T09:30:00Z', refuses: [bad] };
const before = new Date('2026-12-01T09:29:59.999Z');
const then = new Date('2026-12-01T09:30:00Z');

test('what is written is read back', () => {
  const all: Hold = { reason: 'freeze', until: null, refuses: '*' };
  for (const holds of [[hold], [all], [hold, all]]) expect(readHolds(formatHolds(holds))).toEqual(holds);
  expect(JSON.parse(formatHolds([hold]))).toEqual(hold);
});

test('without `until` it holds until it is lifted', () => {
  const [endless] = readHolds('{"reason": "freeze", "refuses": "*"}');
  expect(endless?.until).toBeNull();
  expect(endless && isInForce(endless, new Date('2999-01-01T00:00:00Z'))).toBe(true);
});

test('a hold on a digest refuses that one until it expires, `*` refuses any', () => {
  const all: Hold = { ...hold, refuses: '*' };
  expect(findRefusals([hold], bad, before)).toEqual([hold]);
  expect(findRefusals([hold], good, before)).toEqual([]);
  expect(findRefusals([hold], bad, then)).toEqual([]);
  expect(findRefusals([hold, all], good, before)).toEqual([all]);
  expect(findRefusals([{ ...all, until: '2026-12-01T00:00:00Z' }, hold], bad, before)).toEqual([hold]);
  expect(findRefusals([all, hold], bad, before)).toEqual([all, hold]);
  expect(findRefusals([], bad, before)).toEqual([]);
});

test.each([
  ['no JSON', '{', /JSON/],
  ['no object', '3', /not a JSON object/],
  ['an empty list', '[]', /empty: delete the file/],
  ['a fault in one of two', JSON.stringify([hold, { ...hold, refuses: 'all' }]), /hold 2: `refuses`/],
  ['an empty reason', JSON.stringify({ ...hold, reason: ' ' }), /`reason` must be a text/],
  ['a time without zone', JSON.stringify({ ...hold, until: '2026-12-01T09:30:00' }), /`until` must be an instant/],
  ['a day that does not exist', JSON.stringify({ ...hold, until: '2026-02-31T00:00:00Z' }), /`until`/],
  ['no refusal', JSON.stringify({ reason: 'x', until: null }), /`refuses` must be/],
  ['an empty list of digests', JSON.stringify({ ...hold, refuses: [] }), /`refuses`/],
  ['half a digest', JSON.stringify({ ...hold, refuses: ['sha256:abc'] }), /`refuses`/],
  ['a slip in a name', JSON.stringify({ ...hold, untill: '2026-12-01T09:30:00Z' }), /`untill` is unknown/],
])('%s is an error that names the fault', (_, text, said) => {
  expect(() => readHolds(text)).toThrow(
    expect.objectContaining({ code: 'hold-invalid', message: expect.stringMatching(said) }),
  );
});

test('every fault is named at once', () => {
  const faults = '{"reason": 1, "until": "soon", "refuses": "all"}';
  expect(() => readHolds(faults)).toThrow(/`reason`[\s\S]*`until`[\s\S]*`refuses`/);
});

test("a hold is a run's where the address of that run stands in its reason, however long", () => {
  const run = (id: string) => `crash-loop in staging, by the run https://github.example/o/n/actions/runs/${id}`;
  const hold: Hold = { reason: `${'x'.repeat(1_000)}\n${run('12')}\n${run('345')}`, until: null, refuses: '*' };
  expect(['12', '345', '34', '2', 'local'].map(id => isSetBy(hold, id))).toEqual([true, true, false, false, false]);
});
