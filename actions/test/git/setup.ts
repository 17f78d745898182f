import { type BumpWorld, bumpWorld } from '../bump-overlay/setup.ts';
import type { GitHost } from '../fakes/git-host.ts';
import { type RollbackWorld, rollbackWorld } from '../rollback/setup.ts';
import { checkoutOverHttp } from './history.ts';

interface Hosted {
  readonly host: GitHost;
  /** A checkout of one commit that reaches its origin over http; the actions run in it. */
  readonly checkout: string;
}

/** Nothing released yet. */
export async function hostedBumpWorld(): Promise<BumpWorld & Hosted> {
  const world = bumpWorld();
  const hosted = await checkoutOverHttp(world);
  const bump: BumpWorld['bump'] = (source, digest, more) =>
    world.bump(source, digest, { cwd: hosted.checkout, ...more });
  return { ...world, ...hosted, bump };
}

/** A verified release, and a bad one after it. */
export async function hostedRollbackWorld(): Promise<RollbackWorld & Hosted> {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  const hosted = await checkoutOverHttp(world);
  const rollback: RollbackWorld['rollback'] = (inputs, more) =>
    world.rollback(inputs, { cwd: hosted.checkout, ...more });
  return { ...world, ...hosted, rollback };
}
