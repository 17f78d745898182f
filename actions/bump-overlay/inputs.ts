import { isDigest } from '../toolkit/image.ts';
import { InputReader, isBranch, isCommit, isEnvironment, isTag, mask } from '../toolkit/input.ts';
import { readImage } from '../toolkit/registry-inputs.ts';
import type { Release } from '../toolkit/release-file.ts';
import { readServer, type Server } from '../toolkit/server.ts';

/** A release in full, or the one of another environment. */
export type Asked = Release | { readonly from: string; readonly digest: string };

export interface BumpInputs {
  readonly environment: string;
  readonly branch: string;
  readonly release: Release;
  readonly strategy: 'commit' | 'pull-request';
  /** Pushes before it gives up, each on a new head. */
  readonly maxAttempts: number;
  readonly rebuild: boolean;
  readonly requireAttestation: boolean;
  /** '' pushes with the checkout's own credentials. */
  readonly token: string;
  readonly server: Server;
  /** The workflow run's id, for the commit's trailer. */
  readonly run: string;
  readonly signal: AbortSignal;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(
  signal: AbortSignal,
  read = new InputReader(),
  env: NodeJS.ProcessEnv = process.env,
): Omit<BumpInputs, 'release'> & { readonly asked: Asked } {
  const inputs = {
    environment: read.matching('environment', isEnvironment, 'the name of an overlay'),
    branch: read.matching('branch', isBranch, 'a branch', 'main'),
    asked: readAsked(read, env.GITHUB_SHA ?? ''),
    strategy: read.oneOf('strategy', ['commit', 'pull-request']),
    maxAttempts: read.count('max-attempts', 10, 100),
    rebuild: read.flag('rebuild'),
    requireAttestation: read.flag('require-attestation'),
    token: read.optional('token'),
    server: readServer(env),
    run: env.GITHUB_RUN_ID ?? 'local',
    signal,
  };
  mask(inputs.token);
  if (inputs.token === '') {
    if (inputs.strategy === 'pull-request') read.fault('token', 'is required with `strategy: pull-request`');
    if (inputs.requireAttestation) read.fault('token', 'is required with `require-attestation: true`');
  }
  read.done();
  return inputs;
}

function readAsked(read: InputReader, sha: string): Asked {
  const digest = read.matching('digest', isDigest, 'sha256: and 64 hex digits');
  if (read.optional('from') !== '')
    return { from: read.matching('from', isEnvironment, 'the name of an overlay'), digest };
  return {
    repository: readImage(read),
    tag: read.matching('tag', isTag, 'a tag'),
    digest,
    sourceCommit: read.matching('source-commit', isCommit, 'a full commit id', sha),
  };
}
