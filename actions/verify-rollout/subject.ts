import { type Bounds, renderedBounds } from '../toolkit/bounds.ts';
import { ActionError } from '../toolkit/errors.ts';
import { ensureCommit } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { renderAt, renderedDigest, renderedNamespace } from '../toolkit/kustomize.ts';
import { renderedServices, type ServiceState } from '../toolkit/rollout/services.ts';
import type { SyncTarget } from '../toolkit/sync/engine.ts';
import { findTarget } from '../toolkit/sync/find-target.ts';
import type { VerifyInputs } from './inputs.ts';

/** What an overlay renders at a commit, beside the image. */
export interface Rendered {
  /** Of the autoscaler; undefined where the overlay has none. */
  readonly bounds: Bounds | undefined;
  readonly services: readonly ServiceState[];
}

/** What is verified: where, and which digest. */
export interface Subject {
  readonly target: SyncTarget;
  readonly digest: string;
  readonly rendered: Rendered;
}

type Asked = Pick<VerifyInputs, 'environment' | 'revision' | 'digest' | 'engine'>;

/** Reads from Git at the revision where an environment lives and what it renders. Throws `engine-objects-invalid`, `digest-mismatch`. */
export async function findSubject(asked: Asked, repository: Repository): Promise<Subject> {
  const { environment, revision, digest } = asked;
  await ensureCommit(repository, revision);
  const found = await findTarget(repository, { commit: revision, environment, engine: asked.engine });
  const manifests = await renderAt(repository, revision, found.path);
  const destinationNamespace = found.destinationNamespace || renderedNamespace(manifests);
  if (destinationNamespace === '')
    throw new ActionError('engine-objects-invalid', `Neither the engine's objects nor ${found.path} name a namespace.`);
  const target = { ...found, destinationNamespace, namespace: found.namespace || destinationNamespace };
  const actual = renderedDigest(manifests);
  if (actual && (digest === '' || digest === actual))
    return { target, digest: actual, rendered: readRendered(manifests) };
  const wanted = digest || 'a pinned image';
  throw new ActionError(
    'digest-mismatch',
    `${target.path} at ${revision.slice(0, 12)} renders ${actual ?? 'an image without digest'}, not ${wanted}.`,
  );
}

/** Reads what the gates compare with the cluster from a rendered overlay. */
export function readRendered(manifests: readonly unknown[]): Rendered {
  return { bounds: renderedBounds(manifests), services: renderedServices(manifests) };
}
