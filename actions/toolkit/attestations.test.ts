import { expect, test } from 'vitest';
import { attestation } from '../test/fakes/attestation.ts';
import { hasAttestation, needAttestation } from './attestations.ts';
import { ActionError } from './errors.ts';
import type { GitHub } from './github.ts';

const digest = `sha256:${'1'.repeat(64)}`;
const other = `sha256:${'2'.repeat(64)}`;
const github = (call: GitHub['call']): GitHub => ({ owner: 'o', repo: 'r', call });
const answering = (status: number, data: unknown) => github(async () => ({ status, data }));
const refusing = (error: Error) => github(() => Promise.reject(error));

test('asks for the provenance of the digest', async () => {
  const asked: unknown[] = [];
  await hasAttestation(
    github(async (...args) => {
      asked.push(args);
      return { status: 404, data: {} };
    }),
    digest,
  );
  expect(asked).toEqual([
    [
      'GET /repos/{owner}/{repo}/attestations/{subject_digest}',
      { subject_digest: digest, predicate_type: 'provenance', per_page: 100 },
      [404],
    ],
  ]);
});

test.each([
  ['one of the digest', 200, { attestations: [attestation(digest)] }, true],
  ['one of the digest among others', 200, { attestations: [attestation(other), attestation(digest)] }, true],
  ['one listed for it, whose statement names another digest', 200, { attestations: [attestation(other)] }, false],
  ['one without a statement', 200, { attestations: [{ bundle: {} }] }, false],
  ['none', 200, { attestations: [] }, false],
  ['nothing of that name', 404, { message: 'Not Found' }, false],
])('%s', async (_, status, data, expected) => {
  expect(await hasAttestation(answering(status, data), digest)).toBe(expected);
  const needed = needAttestation(answering(status, data), digest);
  if (expected) await expect(needed).resolves.toBeUndefined();
  else await expect(needed).rejects.toMatchObject({ code: 'digest-unattested' });
});

test('where it may not be asked, it says so and quotes GitHub; another failure stays what it is', async () => {
  const forbidden = refusing(new ActionError('github-forbidden', 'GET … was answered with 403: why'));
  await expect(needAttestation(forbidden, digest)).rejects.toMatchObject({
    code: 'attestation-unavailable',
    message: expect.stringContaining('403: why'),
  });
  const broken = refusing(new ActionError('github-failed', 'no answer'));
  await expect(hasAttestation(broken, digest)).rejects.toMatchObject({ code: 'github-failed' });
});
