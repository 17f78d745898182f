import { expect, test } from 'vitest';
import { githubAttestor } from './attest.ts';

const settings = { repository: 'o/r', apiUrl: '', token: 't' };
const identity = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://id.invalid', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'i' };
const has = (count: number) => async () => ({ status: 200, data: { attestations: Array(count).fill({}) } });

test.each(Object.keys(identity))('without %s it is refused at once', name => {
  expect(() => githubAttestor(settings, has(1), { ...identity, [name]: '' })).toThrow(
    expect.objectContaining({ code: 'attestation-unavailable' }),
  );
});

test('a digest without an attestation is refused', async () => {
  await githubAttestor(settings, has(1), identity).expect('sha256:1');
  await expect(githubAttestor(settings, has(0), identity).expect('sha256:1')).rejects.toMatchObject({
    code: 'attestation-missing',
  });
});
