import { ActionError } from './errors.ts';
import { listAt, textAt } from './json.ts';

/** Asks GitHub's REST API for a path (`/repos/…`); gives the status and the body, whatever the status is. */
export type Requester = (path: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/**
 * Whether GitHub holds a provenance attestation of a digest, made by a workflow of the repository (`owner/name`). Throws
 * `attestation-unavailable` where it may not be asked, `attestation-failed` for any other answer.
 */
export async function hasAttestation(request: Requester, repository: string, digest: string): Promise<boolean> {
  const path = `/repos/${repository}/attestations/${digest}?predicate_type=provenance&per_page=1`;
  const { status, body } = await request(path);
  if (status === 200) return listAt(body, 'attestations').length > 0;
  if (status === 404) return false;
  const said = `GitHub answers ${status} to whether ${digest} has an attestation: ${textAt(body, 'message')}`;
  throw new ActionError(status === 401 || status === 403 ? 'attestation-unavailable' : 'attestation-failed', said);
}
