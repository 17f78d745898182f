import { expect, test } from 'vitest';
import { decideDispatch } from './expiry.ts';

const expiredAt = '2026-12-01T09:30:00Z';
const run = (status: string, createdAt: string, event = 'workflow_dispatch') => ({
  event,
  status,
  createdAt,
  headSha: '1'.repeat(40),
});
const now = new Date('2026-12-01T12:00:00Z');
const before = run('completed', '2026-12-01T09:29:59Z');
const after = run('completed', '2026-12-01T09:30:00Z');
const pushed = run('completed', '2026-12-01T09:35:00Z', 'push');
const waiting = run('waiting', '2026-12-01T11:59:00Z');
const stuck = run('queued', '2026-12-01T10:00:00Z');
const early = run('waiting', '2026-12-01T09:29:59Z');

test.each([
  ['no run at all', [], [], 'dispatched'],
  ['a run of the image before the expiry, which was held', [before], [before], 'dispatched'],
  ['a run of another image since', [after], [], 'dispatched'],
  ['a run of the image since', [after], [after], 'tried'],
  ['a push of a page since, which released nothing', [pushed], [pushed], 'dispatched'],
  ['a run that goes on', [run('in_progress', '2026-12-01T10:00:01Z')], [], 'running'],
  ['one of another image that has been stuck for hours', [run('queued', '2026-12-01T10:00:00Z')], [], 'dispatched'],
  ['one of another image that waits for a reviewer', [run('waiting', '2026-12-01T11:59:00Z')], [], 'dispatched'],
  ['one of the image that waits for a reviewer', [waiting, after], [waiting, after], 'waiting'],
  ['one of the image that has been stuck for hours', [stuck], [stuck], 'waiting'],
  ['one from before the expiry that waits', [early], [early], 'dispatched'],
] as const)('%s', (_, runs, sameImage, expected) => {
  expect(decideDispatch({ runs, sameImage, expiredAt, now })).toBe(expected);
});
