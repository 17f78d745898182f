import { readFileSync } from 'node:fs';
import { bumpWorld, digestA } from '../bump-overlay/setup.ts';
import { type Ended, pathWith, runAction, temporaryFolder, write } from '../harness.ts';
import { git, type Repositories } from '../repositories.ts';
import type { Frame } from './cluster.ts';
import { type ServiceOptions, startService } from './service.ts';

export interface VerifyWorld extends Repositories {
  /** The bump's commit, which pins digestA. */
  readonly revision: string;
  /** Commits on top of main. */
  change(text: string): string;
  bump(source: string, digest: string): Promise<Ended>;
  /** Verifies that commit against a cluster that shows these frames, look by look. */
  verify(frames: readonly Frame[], more?: VerifyOptions): Promise<Ended>;
  /** The kubectl commands that ran. */
  calls(): string[];
}

interface VerifyOptions {
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly killOn?: string;
  /** What answers in place of each pod. */
  readonly service?: ServiceOptions;
}

/** A repository whose staging pins digestA, and a stand-in for the cluster. */
export async function verifyWorld(files: Readonly<Record<string, string>> = {}): Promise<VerifyWorld> {
  const world = bumpWorld(files);
  const bumped = await world.bump(world.change('// a\n'), digestA);
  const revision = bumped.outputs['commit-sha'] ?? '';
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const state = temporaryFolder();
  return {
    ...world,
    revision,
    async verify(frames, { inputs = {}, env = {}, cwd = world.work, killOn, service = {} } = {}) {
      write(state, 'cluster.json', JSON.stringify(frames));
      write(state, 'looks', '0');
      const port = env.FAKE_GRPC_PORT ?? String(await startService(service));
      return runAction('verify-rollout', {
        cwd,
        inputs: { environment: 'staging', revision, digest: digestA, timeout: '50s', ...inputs },
        env: { PATH: pathWith('kubectl'), FAKE_STATE: state, FAKE_GRPC_PORT: port, ...env },
        ...(killOn === undefined ? {} : { killOn }),
      });
    },
    calls: () => readFileSync(`${state}/calls`, 'utf8').trimEnd().split('\n'),
  };
}
