import { ActionError } from '../toolkit/errors.ts';
import type { GitHub } from '../toolkit/github.ts';
import { listAt, textAt } from '../toolkit/json.ts';

/**
 * Refuses a digest without a build provenance of this repository's workflows. GitHub keeps what only they could have
 * signed; the signature itself is not checked again here. Throws `digest-unattested`.
 */
export async function needAttestation(github: GitHub, digest: string): Promise<void> {
  const route = 'GET /repos/{owner}/{repo}/attestations/{subject_digest}';
  const parameters = { subject_digest: digest, predicate_type: 'provenance', per_page: 100 };
  const { data } = await github.call(route, parameters, [404]);
  if (listAt(data, 'attestations').some(attestation => isAbout(attestation, digest))) return;
  const where = `${github.owner}/${github.repo}`;
  throw new ActionError('digest-unattested', `${where} holds no build provenance for ${digest}: not released.`);
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
