import { readFileSync } from 'node:fs';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import { HealthService } from '../../../proto/gen/grpc/health/v1/health.ts';
import { bumpWorld, digestA } from '../bump-overlay/setup.ts';
import { type Ended, pathWith, runAction, temporaryFolder, write } from '../harness.ts';
import { git, type Repositories } from '../repositories.ts';
import type { Frame } from './cluster.ts';

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
  readonly cwd?: string;
  readonly killOn?: string;
  readonly status?: number;
}

/** A repository whose staging pins digestA, and a stand-in for the cluster. */
export async function verifyWorld(): Promise<VerifyWorld> {
  const world = bumpWorld();
  const bumped = await world.bump(world.change('// a\n'), digestA);
  const revision = bumped.outputs['commit-sha'] ?? '';
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const state = temporaryFolder();
  return {
    ...world,
    revision,
    async verify(frames, { inputs = {}, cwd = world.work, killOn, status = 1 } = {}) {
      write(state, 'cluster.json', JSON.stringify(frames));
      write(state, 'looks', '0');
      return runAction('verify-rollout', {
        cwd,
        inputs: { environment: 'staging', revision, digest: digestA, timeout: '20s', ...inputs },
        env: { PATH: pathWith('kubectl'), FAKE_STATE: state, FAKE_GRPC_PORT: String(await healthServer(status)) },
        ...(killOn === undefined ? {} : { killOn }),
      });
    },
    calls: () => readFileSync(`${state}/calls`, 'utf8').trimEnd().split('\n'),
  };
}

// A real gRPC server: 1 is SERVING, 2 NOT_SERVING.
async function healthServer(status: number): Promise<number> {
  const server = new Server();
  server.addService(HealthService, {
    check: (_: unknown, reply: (error: null, response: unknown) => void) => reply(null, { status }),
    watch: () => {},
  });
  onTestFinished(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
