import { createHash } from 'node:crypto';

/** Everything that decides what an image is. */
export interface ImageIdentity {
  /** `mode object path` of each file, in git's order. */
  readonly entries: readonly string[];
  readonly context: string;
  readonly dockerfile: string;
  readonly target: string;
  readonly platforms: readonly string[];
  readonly buildArgs: readonly string[];
  readonly buildContexts: readonly string[];
  /** These two are beside the image, under the same digest. */
  readonly provenance: string;
  readonly sbom: string;
}

/** `src-` and 40 hex digits over all that decides what an image is: the same inputs, the same tag. */
export function imageTag(identity: ImageIdentity): string {
  const { entries, context, dockerfile, target, buildArgs, provenance, sbom } = identity;
  const platforms = identity.platforms.toSorted();
  const contexts = identity.buildContexts.map(nameAndKind);
  // JSON keeps the parts apart, so that no two lists of words look alike.
  const text = JSON.stringify([entries, context, dockerfile, target, platforms, buildArgs, contexts, provenance, sbom]);
  return `src-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

// A local folder's path differs from machine to machine; what it stands in for is named by the context's name. An image or a
// Git repository is itself what decides.
function nameAndKind(context: string): string {
  const [name = '', ...rest] = context.split('=');
  const value = rest.join('=');
  const kind = /^[a-z-]+:\/\//.exec(value)?.[0];
  return `${name}=${kind === undefined ? 'local' : kind === 'oci-layout://' ? kind : value}`;
}
