import { type BumpWorld, bumpWorld, digestA, file } from '../bump-overlay/setup.ts';
import { type Ended, runAction } from '../harness.ts';
import { commit, git, push } from '../repositories.ts';

export interface ScaleWorld extends BumpWorld {
  /** Runs the action on staging. */
  scale(inputs: Record<string, string>, more?: ScaleOptions): Promise<Ended>;
  /** Puts another text into staging's release file on main. */
  rewrite(edit: (text: string) => string): void;
}

interface ScaleOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly killOn?: string;
}

/** A repository with this project's own manifests, a release in staging and nothing in production. */
export async function scaleWorld(files: Readonly<Record<string, string>> = {}): Promise<ScaleWorld> {
  const world = bumpWorld(files);
  await world.bump(world.change('// a\n'), digestA);
  git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  return {
    ...world,
    scale: (inputs, { env = {}, cwd = world.work, ...rest } = {}) =>
      runAction('scale', {
        cwd,
        inputs: { environment: 'staging', ...inputs },
        env: { GITHUB_RUN_ID: '4712', GITHUB_ACTOR: 'octocat', GITHUB_EVENT_NAME: 'workflow_dispatch', ...env },
        ...rest,
      }),
    rewrite(edit) {
      git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
      commit(world.work, { [file]: `${edit(world.released())}\n` }, 'By hand');
      push(world.work);
    },
  };
}

/** Makes the temporary bounds of a release file end in the past. */
export function expire(text: string): string {
  return text.replace(/(scale-until: )\S+/, "$1'2020-01-01T00:00:00Z'");
}
