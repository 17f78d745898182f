import { expect, test } from 'vitest';
import { decideDispatch } from './expiry.ts';

const expiredAt = '2026-12-01T09:30:00Z';
const run = (status: string, createdAt: string) => ({ status, createdAt, headSha: '1'.repeat(40) });
const before = run('completed', '2026-12-01T09:29:59Z');
const after = run('completed', '2026-12-01T09:30:00Z');

test.each([
  ['no run at all', [], [], 'dispatched'],
  ['a run of the image before the expiry, which was held', [before], [before], 'dispatched'],
  ['a run of another image since', [after], [], 'dispatched'],
  ['a run of the image since', [after], [after], 'tried'],
  ['a run that goes on', [run('in_progress', '2026-12-01T09:00:00Z')], [], 'running'],
  ['one that waits for a reviewer', [run('waiting', '2026-12-01T10:00:00Z'), after], [after], 'running'],
] as const)('%s', (_, runs, sameImage, expected) => {
  expect(decideDispatch(runs, sameImage, expiredAt)).toBe(expected);
});
