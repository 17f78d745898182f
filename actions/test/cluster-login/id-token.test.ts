import { expect, test } from 'vitest';
import { login, tokenService } from './setup.ts';

const oidc = 'kind=oidc\nserver=https://api.example:6443\nca=Q0E=\naudience=vad-staging';

test('without id-token: write the step says so', async () => {
  const { code, outputs, stdout } = await login(oidc, {}, { ACTIONS_ID_TOKEN_REQUEST_URL: '' });
  expect([code, outputs['failure-reason']]).toEqual([1, 'id-token-unavailable']);
  expect(stdout).toContain('id-token: write');
});

test('a service that stumbles is asked again, three times at most', async () => {
  let asked = 0;
  const stumbling = await tokenService(() => (++asked < 3 ? 503 : 'token'));
  expect((await login(oidc, {}, stumbling)).code).toBe(0);
  expect(asked).toBe(3);
});

test('a refusal is final', async () => {
  let asked = 0;
  const { outputs, stdout } = await login(oidc, {}, await tokenService(() => [403][asked++] ?? 'token'));
  expect(outputs['failure-reason']).toBe('id-token-unavailable');
  expect(stdout).toContain('HTTP status 403');
  expect(asked).toBe(1);
});
