import { isDigest } from '../toolkit/image.ts';
import { InputReader, isCommit, isEnvironment } from '../toolkit/input.ts';

export interface VerifyInputs {
  readonly environment: string;
  readonly revision: string;
  /** '' takes what the overlay renders at the revision. */
  readonly digest: string;
  readonly engine: 'argocd';
  readonly timeoutMs: number;
  readonly kubeconfig: string | undefined;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader()): VerifyInputs {
  const digest = read.optional('digest');
  if (digest && !isDigest(digest)) read.fault('digest', `must be sha256: and 64 hex digits, not '${digest}'`);
  const inputs = {
    environment: read.matching('environment', isEnvironment, 'the name of an overlay'),
    revision: read.matching('revision', isCommit, 'a full commit id'),
    digest,
    engine: read.oneOf('engine', ['argocd']),
    timeoutMs: read.duration('timeout', '10m'),
    kubeconfig: read.optional('kubeconfig') || undefined,
  };
  read.done();
  return inputs;
}
