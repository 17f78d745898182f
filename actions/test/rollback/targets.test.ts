import { expect, test } from 'vitest';
import { digestA } from '../bump-overlay/setup.ts';
import { bad, better, good, rollbackWorld, worse } from './setup.ts';

test('a digest of the ledger, an entry, and what was named before; never what was not verified, unless asked for', async () => {
  const world = rollbackWorld();
  await world.release('good');
  const entry = await world.verified();
  await world.release('better');
  await world.verified();
  await world.release('worse');
  await world.release('bad');

  const previous = await world.rollback({ to: 'previous' });
  expect(previous.outputs['failure-reason'], previous.stdout).toBe('rollback-unverified');
  const unknown = await world.rollback({ to: digestA, 'allow-unverified': 'true' });
  expect(unknown.outputs['failure-reason'], unknown.stdout).toBe('rollback-unverified');
  expect(world.named()).toBe(bad);

  const unverified = await world.rollback({ to: 'previous', 'allow-unverified': 'true', hold: 'none' });
  expect(unverified.outputs, unverified.stdout).toMatchObject({
    outcome: 'committed',
    digest: worse,
    'target-entry': '',
  });
  expect(world.holds()).toEqual([]);
  const byDigest = await world.rollback({ to: better });
  expect(byDigest.outputs, byDigest.stdout).toMatchObject({ outcome: 'committed', digest: better });
  const byEntry = await world.rollback({ to: entry });
  expect(byEntry.outputs, byEntry.stdout).toMatchObject({ digest: good, 'target-entry': entry });
  // Each hold is kept beside the next.
  expect(world.holds().map(({ refuses }) => refuses)).toEqual([[worse, better]]);
  expect((await world.rollback({ to: good })).outputs.outcome).toBe('noop');
});

test('a digest that was never verified is found wherever the release file has named it', async () => {
  const world = rollbackWorld();
  for (const name of ['worse', 'better', 'bad']) await world.release(name);
  const ended = await world.rollback({ to: worse, 'allow-unverified': 'true' });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: worse, 'target-entry': '' });
});

test('what its own hold refuses is no target, until the hold is lifted in the same commit', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('better');
  world.putHold({ reason: 'leaks memory', until: null, refuses: [good] });

  const refused = await world.rollback({ to: good });
  expect(refused.outputs['failure-reason'], refused.stdout).toBe('rollback-held');
  expect(refused.summary).toContain('leaks memory');
  expect((await world.rollback()).outputs.outcome).toBe('no-target');

  const lifted = await world.rollback({ to: good, 'release-hold': 'all', hold: 'none' });
  expect(lifted.outputs, lifted.stdout).toMatchObject({ outcome: 'committed', digest: good });
  expect(world.holds()).toEqual([]);
});
