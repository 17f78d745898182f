import { expect, test } from 'vitest';
import { hasAttestation } from './attestations.ts';

const answer = (status: number, body: unknown) => async () => ({ status, body });

test('asks for the provenance of the digest', async () => {
  const paths: string[] = [];
  await hasAttestation(
    async path => {
      paths.push(path);
      return { status: 404, body: {} };
    },
    'o/r',
    'sha256:1',
  );
  expect(paths).toEqual(['/repos/o/r/attestations/sha256:1?predicate_type=provenance&per_page=1']);
});

test.each([
  [200, { attestations: [{ bundle: {} }] }, true],
  [200, { attestations: [] }, false],
  [404, { message: 'Not Found' }, false],
])('%d with %j: %s', async (status, body, expected) => {
  expect(await hasAttestation(answer(status, body), 'o/r', 'sha256:1')).toBe(expected);
});

test.each([
  [403, 'attestation-unavailable'],
  [401, 'attestation-unavailable'],
  [500, 'attestation-failed'],
])('%d is the error %s', async (status, code) => {
  const asked = hasAttestation(answer(status, { message: 'why' }), 'o/r', 'sha256:1');
  await expect(asked).rejects.toMatchObject({ code, message: expect.stringContaining('why') });
});
