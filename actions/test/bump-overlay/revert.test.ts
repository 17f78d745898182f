import { expect, test } from 'vitest';
import { bumpWorld, digestA, digestB } from './setup.ts';

test('a revert to an older digest is the newer release: a late bump of what was reverted does not win', async () => {
  const world = bumpWorld();
  const a = world.change('// a\n');
  const b = world.change('// b\n');
  const c = world.change('// a\n');

  const landed = await world.bump(a, digestA);
  expect(landed.outputs.outcome, landed.stdout).toBe('committed');
  // C has A's content, hence A's digest: only the record moves on.
  const reverted = await world.bump(c, digestA);
  expect(reverted.outputs).toMatchObject({ outcome: 'committed', digest: digestA, 'previous-digest': digestA });

  const late = await world.bump(b, digestB);
  expect(late.code, late.stdout).toBe(0);
  expect(late.outputs).toMatchObject({ outcome: 'superseded', digest: digestA });
  expect(world.released()).toContain(c);
  expect(world.released()).not.toContain(digestB);
});
