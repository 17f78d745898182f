import { expect, test } from 'vitest';
import { credentialsFor } from './proof.ts';

test('a login is for its own registry alone', () => {
  const own = { username: 'me', password: 'secret', registry: 'ghcr.io' };
  expect(credentialsFor('ghcr.io/acme/other', own)).toBe(own);
  expect(credentialsFor('registry.acme.example/ghcr.io/vad', own)).toBeUndefined();
  expect(credentialsFor('ghcr.io:5000/vad', own)).toBeUndefined();
  expect(credentialsFor('ghcr.io/acme/other', undefined)).toBeUndefined();
});
