import { type Buildx, type ImageState, inspectImage, putTag, type StoredImage } from '../toolkit/buildx.ts';
import { ActionError } from '../toolkit/errors.ts';
import { warn } from '../toolkit/report.ts';
import { tagFailure } from './build-failure.ts';

/** A repository of a registry, and how to reach it. */
export interface Registry {
  readonly buildx: Buildx;
  /** '' for buildx's own choice. */
  readonly builder: string;
  readonly repository: string;
  readonly loggedIn: boolean;
}

/** What a tag names; undefined where there is none. Throws what keeps the registry from telling. */
export async function findTag(registry: Registry, tag: string): Promise<StoredImage | undefined> {
  const { repository, loggedIn } = registry;
  const state = await inspect(registry, `${repository}:${tag}`);
  if (state.kind === 'found') return state.image;
  if (state.kind === 'missing') return undefined;
  if (state.kind === 'denied' && loggedIn) {
    // Some registries refuse to say whether a repository exists before its first push; the push will tell.
    warn(`The registry does not say whether ${repository} exists (${state.message}); building.`);
    return undefined;
  }
  throw unreadable(repository, state);
}

/** What is stored under a digest. Throws where there is nothing, or where it is not what the digest says. */
export async function readStored(registry: Registry, digest: string): Promise<StoredImage> {
  const ref = `${registry.repository}@${digest}`;
  const state = await inspect(registry, ref);
  if (state.kind === 'found' && state.image.digest === digest) return state.image;
  if (state.kind !== 'found' && state.kind !== 'missing') throw unreadable(registry.repository, state);
  const found = state.kind === 'found' ? `names ${state.image.digest}` : 'is not there';
  throw new ActionError('readback-mismatch', `${digest} was pushed, but ${ref} ${found}.`);
}

/** Gives a pushed digest its tag, and reads back what that names: another image, where another run did so at the same time. */
export async function claimTag(registry: Registry, tag: string, digest: string): Promise<StoredImage> {
  const ref = `${registry.repository}:${tag}`;
  const outcome = await putTag(registry.buildx, registry.builder, ref, digest);
  if (outcome.code !== 0) throw tagFailure(outcome);
  const named = await findTag(registry, tag);
  if (!named) throw new ActionError('readback-mismatch', `${digest} was pushed, but ${ref} is not there.`);
  return named;
}

function inspect({ buildx, builder }: Registry, ref: string): Promise<ImageState> {
  return inspectImage(buildx, builder, ref);
}

function unreadable(repository: string, state: Exclude<ImageState, { kind: 'found' | 'missing' }>): ActionError {
  if (state.kind === 'failed')
    return new ActionError('registry-failed', `Cannot ask the registry for ${repository}:\n${state.message}`);
  return new ActionError('registry-unauthorized', `Cannot read ${repository}:\n${state.message}`);
}
