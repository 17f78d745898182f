import { expect, test } from 'vitest';
import { git } from '../repositories.ts';
import { bumpWorld, digestA, digestB, file, image } from './setup.ts';

test("production takes on the release that staging has at the checkout's commit", async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  await world.bump(source, digestA);
  git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  // Staging moves on meanwhile, unproved.
  await world.bump(world.change('// b\n'), digestB);
  git(world.work, 'checkout', '--quiet', '--detach', 'HEAD^');
  const promote = (digest: string) =>
    world.bump('', digest, { inputs: { environment: 'production', from: 'staging', image: '', tag: '' } });

  const ended = await promote(digestA);
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: digestA });
  const released = git(world.bare, 'show', `main:${file.replace('staging', 'production')}`);
  for (const part of [image, `src-${'a'.repeat(40)}`, digestA, source]) expect(released).toContain(part);

  const other = await promote(digestB);
  expect(other.outputs['failure-reason'], other.stdout).toBe('input-invalid');
  expect(other.summary).toContain(`staging records ${digestA}`);
});
