import { ActionError } from './errors.ts';
import type { GitHub } from './github.ts';
import { listAt, textAt } from './json.ts';

export type Requester = GitHub['call'];

/**
 * Whether GitHub holds a provenance attestation of a digest, made by a workflow of the repository. Throws
 * `attestation-unavailable` where it may not be asked.
 */
export async function hasAttestation(request: Requester, digest: string): Promise<boolean> {
  const route = 'GET /repos/{owner}/{repo}/attestations/{subject_digest}';
  const parameters = { subject_digest: digest, predicate_type: 'provenance', per_page: 1 };
  const { status, data } = await request(route, parameters, [401, 403, 404]);
  if (status === 404) return false;
  if (status < 400) return listAt(data, 'attestations').length > 0;
  const said = `GitHub answers ${status} to whether ${digest} has an attestation: ${textAt(data, 'message')}`;
  throw new ActionError('attestation-unavailable', said);
}
