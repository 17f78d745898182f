import { ActionError } from './errors.ts';
import { listAt, textAt } from './json.ts';

/**
 * Calls GitHub's REST API for one repository, by a route as GitHub's documentation writes it; owner and repo are filled in. A
 * status from 400 on is an answer where it is in `expected`.
 */
export type Requester = (
  route: string,
  parameters: Readonly<Record<string, string | number>>,
  expected: readonly number[],
) => Promise<{ readonly status: number; readonly data: unknown }>;

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
