import { needAttestation } from '../toolkit/attestations.ts';
import { findBuildx, type ImageState, inspectImage } from '../toolkit/buildx.ts';
import { ActionError } from '../toolkit/errors.ts';
import type { GitHub } from '../toolkit/github.ts';
import { registryOf } from '../toolkit/image.ts';
import { type Credentials, login } from '../toolkit/registry-login.ts';
import type { Release } from '../toolkit/release-file.ts';
import { warn } from '../toolkit/report.ts';
import type { RollbackInputs } from './inputs.ts';

type Asked = Pick<RollbackInputs, 'builder' | 'credentials' | 'isAutomatic' | 'requireAttestation' | 'signal'>;

/** A login to one registry. */
export interface RegistryCredentials extends Credentials {
  /** As `registryOf` names it: `ghcr.io`. */
  readonly registry: string;
}

/** Proves a target, as `proveTarget` does. */
export type Prove = (release: Release) => Promise<void>;

/** Proves each digest once in a run: after a lost race nobody is asked again for what was answered. */
export function proveOnce(asked: Asked, github: GitHub): Prove {
  const answers = new Map<string, Promise<void>>();
  return release => {
    const image = `${release.repository}@${release.digest}`;
    const answer = answers.get(image) ?? proveTarget(asked, release, github);
    answers.set(image, answer);
    return answer;
  };
}

/**
 * Makes sure that a target can be pulled: the registry holds its digest, and GitHub its attestation where one is demanded. Where
 * the registry cannot be asked, an automatic rollback goes on with a warning: the target has run here, and its rollout is
 * verified. Throws `image-missing`, `registry-*`, `tool-missing` and `digest-unattested`.
 */
async function proveTarget(asked: Asked, release: Release, github: GitHub): Promise<void> {
  if (asked.requireAttestation) await needAttestation(github, release.digest);
  const { repository, digest } = release;
  const state = await ask(asked, release);
  if (state.kind === 'found') return;
  if (state.kind === 'missing')
    throw new ActionError('image-missing', `The registry holds no ${repository}@${digest}: nothing was changed.`);
  const message = `Cannot ask the registry for ${repository}@${digest}:\n${state.message}`;
  if (!asked.isAutomatic)
    throw new ActionError(state.kind === 'failed' ? 'registry-failed' : 'registry-unauthorized', message);
  warn(`${message}\nThe rollback goes on: this image has run here before, and its rollout is verified.`);
}

/** The credentials for a repository: an older image may be in another registry, which must not see them. Pure. */
export function credentialsFor(
  repository: string,
  credentials: RegistryCredentials | undefined,
): Credentials | undefined {
  return credentials?.registry === registryOf(repository) ? credentials : undefined;
}

async function ask({ builder, credentials, isAutomatic, signal }: Asked, release: Release): Promise<ImageState> {
  const session = await login(release.repository, credentialsFor(release.repository, credentials));
  try {
    const buildx = await findBuildx(session.env, signal);
    return await inspectImage(buildx, builder, `${release.repository}@${release.digest}`);
  } catch (error) {
    if (!isAutomatic || !(error instanceof ActionError) || error.code !== 'tool-missing') throw error;
    return { kind: 'failed', message: error.message };
  } finally {
    await session.close();
  }
}
