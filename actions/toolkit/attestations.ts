import { ActionError } from './errors.ts';
import type { GitHub } from './github.ts';
import { listAt, textAt } from './json.ts';

/**
 * Whether GitHub holds a build provenance that names a digest (`sha256:…`) as its subject, made by a workflow of the
 * repository. GitHub keeps what only they could have signed; the signature itself is not checked again here. Throws
 * `attestation-unavailable` where it may not be asked, and `github-failed`.
 */
export async function hasAttestation(github: GitHub, digest: string): Promise<boolean> {
  const attestations = listAt(await provenanceOf(github, digest), 'attestations');
  return attestations.some(attestation => isAbout(attestation, digest));
}

/** Refuses a digest of which `hasAttestation` is false. Throws what that throws, and `digest-unattested`. */
export async function needAttestation(github: GitHub, digest: string): Promise<void> {
  if (await hasAttestation(github, digest)) return;
  const where = `${github.owner}/${github.repo}`;
  throw new ActionError('digest-unattested', `${where} holds no build provenance for ${digest}: not released.`);
}

async function provenanceOf(github: GitHub, digest: string): Promise<unknown> {
  const route = 'GET /repos/{owner}/{repo}/attestations/{subject_digest}';
  const parameters = { subject_digest: digest, predicate_type: 'provenance', per_page: 100 };
  try {
    return (await github.call(route, parameters, [404])).data;
  } catch (cause) {
    if (!(cause instanceof ActionError && cause.code === 'github-forbidden')) throw cause;
    const why = `GitHub does not tell whether ${digest} has an attestation: ${cause.message}`;
    throw new ActionError('attestation-unavailable', why, { cause });
  }
}

/** Whether an attestation's statement names the digest as its subject. */
function isAbout(attestation: unknown, digest: string): boolean {
  const payload = textAt(attestation, 'bundle', 'dsseEnvelope', 'payload');
  const subjects = listAt(parse(Buffer.from(payload, 'base64').toString('utf8')), 'subject');
  return subjects.some(subject => `sha256:${textAt(subject, 'digest', 'sha256')}` === digest);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
