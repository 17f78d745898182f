import { hasAttestation } from '../toolkit/attestations.ts';
import { ActionError } from '../toolkit/errors.ts';
import type { GitHub } from '../toolkit/github.ts';
import type { AttestSettings } from './attest-inputs.ts';

/** Where an attestation can be looked at. */
export interface Attested {
  readonly url: string;
}

/** GitHub's artifact attestations of one repository. */
export interface Attestor {
  /** Throws `attestation-missing` unless GitHub holds one of this digest. */
  expect(digest: string): Promise<void>;
  /** Signs that this run has built the image, and stores that with GitHub. Throws `attestation-failed`. */
  make(image: string, digest: string): Promise<Attested>;
}

/** Throws `attestation-unavailable` at once, before anything is built, where the job has no identity to sign with. */
export function githubAttestor(settings: AttestSettings, github: GitHub, env = process.env): Attestor {
  if (!env.ACTIONS_ID_TOKEN_REQUEST_URL || !env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) {
    const why = 'attest is true, but GitHub gives this job no identity token (ACTIONS_ID_TOKEN_REQUEST_URL).';
    throw new ActionError('attestation-unavailable', why);
  }
  const { repository, token } = settings;
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  return {
    async expect(digest) {
      if (await hasAttestation(github, digest)) return;
      throw new ActionError('attestation-missing', `The tag exists, but GitHub has no attestation of ${digest}.`);
    },
    async make(image, digest) {
      const id = await sign(image, digest, token);
      return { url: `${server}/${repository}/attestations/${id}` };
    },
  };
}

async function sign(name: string, digest: string, token: string): Promise<string> {
  // Loaded where it is wanted only: it is larger than all the rest of this action.
  const { attestProvenance } = await import('@actions/attest');
  const [algorithm = '', hex = ''] = digest.split(':');
  try {
    const { attestationID } = await attestProvenance({ subjects: [{ name, digest: { [algorithm]: hex } }], token });
    if (attestationID) return attestationID;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ActionError('attestation-failed', `${digest} was pushed, but not attested: ${why}`, { cause });
  }
  throw new ActionError('attestation-failed', `${digest} was signed, but GitHub names no attestation.`);
}
