import { expect, test } from 'vitest';
import { hasAttestation, type Requester } from './attestations.ts';

const answer = (status: number, data: unknown) => async () => ({ status, data });

test('asks for the provenance of the digest', async () => {
  const asked: Parameters<Requester>[] = [];
  const request: Requester = async (...args) => {
    asked.push(args);
    return { status: 404, data: {} };
  };
  await hasAttestation(request, 'sha256:1');
  expect(asked).toEqual([
    [
      'GET /repos/{owner}/{repo}/attestations/{subject_digest}',
      { subject_digest: 'sha256:1', predicate_type: 'provenance', per_page: 1 },
      [401, 403, 404],
    ],
  ]);
});

test.each([
  [200, { attestations: [{ bundle: {} }] }, true],
  [200, { attestations: [] }, false],
  [404, { message: 'Not Found' }, false],
])('%d with %j: %s', async (status, data, expected) => {
  expect(await hasAttestation(answer(status, data), 'sha256:1')).toBe(expected);
});

test.each([401, 403])('%d is an error, which quotes GitHub', async status => {
  await expect(hasAttestation(answer(status, { message: 'why' }), 'sha256:1')).rejects.toMatchObject({
    code: 'attestation-unavailable',
    message: expect.stringContaining('why'),
  });
});
