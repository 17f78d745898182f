import { isDigest, isRepository } from '../toolkit/image.ts';
import { InputReader, isCommit, isEnvironment } from '../toolkit/input.ts';
import type { Release } from '../toolkit/release-file.ts';

export interface BumpInputs {
  readonly environment: string;
  readonly branch: string;
  readonly release: Release;
  readonly rebuild: boolean;
  /** The workflow run's id, for the commit's trailer. */
  readonly run: string;
  readonly signal: AbortSignal;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(
  signal: AbortSignal,
  read = new InputReader(),
  env: NodeJS.ProcessEnv = process.env,
): BumpInputs {
  const isTag = (text: string) => /^\w[\w.-]{0,127}$/.test(text);
  const isBranch = (text: string) => /^[\w][\w./-]*$/.test(text) && !text.includes('..');
  const inputs = {
    environment: read.matching('environment', isEnvironment, 'the name of an overlay'),
    branch: read.matching('branch', isBranch, 'a branch', 'main'),
    release: {
      // An owner's capitals come with `github.repository`; registries want none.
      repository: read
        .matching('image', text => isRepository(text.toLowerCase()), 'a repository without tag or digest')
        .toLowerCase(),
      tag: read.matching('tag', isTag, 'a tag'),
      digest: read.matching('digest', isDigest, 'sha256: and 64 hex digits'),
      sourceCommit: read.matching('source-commit', isCommit, 'a full commit id', env.GITHUB_SHA ?? ''),
    },
    rebuild: read.flag('rebuild'),
    run: env.GITHUB_RUN_ID ?? 'local',
    signal,
  };
  read.done();
  return inputs;
}
