import { expect, test } from 'vitest';
import { attestation } from '../test/fakes/attestation.ts';
import type { GitHub } from '../toolkit/github.ts';
import { githubAttestor } from './attest.ts';

const settings = { repository: 'o/r', apiUrl: '', token: 't' };
const identity = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://id.invalid', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'i' };
const digest = `sha256:${'1'.repeat(64)}`;
const holding = (...attestations: readonly object[]): GitHub => ({
  owner: 'o',
  repo: 'r',
  call: async () => ({ status: 200, data: { attestations } }),
});

test.each(Object.keys(identity))('without %s it is refused at once', name => {
  expect(() => githubAttestor(settings, holding(), { ...identity, [name]: '' })).toThrow(
    expect.objectContaining({ code: 'attestation-unavailable' }),
  );
});

test('a digest without an attestation is refused', async () => {
  await githubAttestor(settings, holding(attestation(digest)), identity).expect(digest);
  await expect(githubAttestor(settings, holding({}), identity).expect(digest)).rejects.toMatchObject({
    code: 'attestation-missing',
  });
});
