import { readFileSync } from 'node:fs';
import type { GrpcAccess } from '../toolkit/grpc-access.ts';
import { isDigest } from '../toolkit/image.ts';
import { InputReader, isBranch, isCommit, isEnvironment } from '../toolkit/input.ts';
import { type EngineName, engineNames } from '../toolkit/sync/engines.ts';

export interface VerifyInputs {
  readonly environment: string;
  readonly revision: string;
  /** '' takes what the overlay renders at the revision. */
  readonly digest: string;
  readonly engine: EngineName;
  /** Where a newer release would appear. */
  readonly branch: string;
  readonly timeoutMs: number;
  readonly settleMs: number;
  readonly kubeconfig: string | undefined;
  readonly access: GrpcAccess;
  /** Whether a verified release goes into the ledger. */
  readonly isRecorded: boolean;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader()): VerifyInputs {
  const digest = read.optional('digest');
  if (digest && !isDigest(digest)) read.fault('digest', `must be sha256: and 64 hex digits, not '${digest}'`);
  const inputs = {
    environment: read.matching('environment', isEnvironment, 'the name of an overlay'),
    revision: read.matching('revision', isCommit, 'a full commit id'),
    digest,
    engine: read.oneOf('engine', engineNames),
    branch: read.matching('branch', isBranch, 'a branch', 'main'),
    timeoutMs: read.duration('timeout', '10m'),
    settleMs: read.optional('settle') === '0s' ? 0 : read.duration('settle', '25s'),
    kubeconfig: read.optional('kubeconfig') || undefined,
    access: readAccess(read),
    isRecorded: read.flag('record'),
  };
  read.done();
  return inputs;
}

function readAccess(read: InputReader): GrpcAccess {
  const kind = read.oneOf('grpc-tls', ['off', 'on', 'insecure']);
  const ca = readPem(read, 'grpc-ca');
  const certificate = readPem(read, 'grpc-cert');
  const key = readPem(read, 'grpc-key');
  const serverName = read.optional('grpc-server-name');
  if ((certificate === undefined) !== (key === undefined)) read.fault('grpc-cert', 'and grpc-key go together');
  if (kind === 'off') {
    if (ca ?? certificate ?? serverName) read.fault('grpc-tls', 'is off, but other grpc- inputs for TLS are given');
    return { kind: 'plaintext' };
  }
  const client = certificate && key ? { certificate, key } : undefined;
  return { kind: 'tls', ca, client, serverName, isInsecure: kind === 'insecure' };
}

function readPem(read: InputReader, name: string): Buffer | undefined {
  const path = read.optional(name);
  if (path === '') return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    read.fault(name, `cannot be read: ${(error as Error).message}`);
    return undefined;
  }
}
