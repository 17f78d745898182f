import { bumpWorld, digestA } from '../bump-overlay/setup.ts';
import { type Ended, pathWith } from '../harness.ts';
import type { Repositories } from '../repositories.ts';
import { rollbackWorld } from '../rollback/setup.ts';
import { scaleWorld } from '../scale/setup.ts';

/** An action that writes to main, and something for it to write. */
export interface Writer extends Repositories {
  /** Runs it, always with the same inputs; `PATH` holds a git of the test's own. */
  run(env?: Readonly<Record<string, string>>): Promise<Ended>;
}

/** Every action that writes a release folder on main. */
export const writers: Readonly<Record<string, () => Promise<Writer>>> = {
  'bump-overlay': async () => {
    const world = bumpWorld();
    const source = world.change('// a\n');
    return { ...world, run: (env = {}) => world.bump(source, digestA, { env }) };
  },
  scale: async () => {
    const world = await scaleWorld();
    return { ...world, run: (env = {}) => world.scale({ min: '3' }, { env }) };
  },
  rollback: async () => {
    const world = rollbackWorld();
    await world.release('good');
    await world.verified();
    await world.release('bad');
    let attempt = 0;
    const withRegistry = ({ PATH, ...env }: Readonly<Record<string, string>>) =>
      PATH === undefined ? env : { ...env, PATH: `${pathWith('buildx').split(':')[0]}:${PATH}` };
    return {
      ...world,
      // As GitHub starts a run again: a run of its own would go back once more.
      run: (env = {}) => world.rollback({}, { env: { GITHUB_RUN_ATTEMPT: `${++attempt}`, ...withRegistry(env) } }),
    };
  },
};
