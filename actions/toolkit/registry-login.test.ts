import { expect, test } from 'vitest';
import { mergeAuth } from './registry-login.ts';

const me = { username: 'me', password: 'p' };
const auth = Buffer.from('me:p').toString('base64');

test('adds a login and keeps what was there', () => {
  expect(mergeAuth({ auths: { a: { auth: 'x' } }, proxies: {} }, 'ghcr.io', me)).toEqual({
    auths: { a: { auth: 'x' }, 'ghcr.io': { auth } },
    proxies: {},
  });
});

test('an empty helper keeps a credential store from hiding the login', () => {
  expect(mergeAuth({ credsStore: 'desktop' }, 'ghcr.io', me).credHelpers).toEqual({ 'ghcr.io': '' });
  expect(mergeAuth({ credHelpers: { 'ghcr.io': 'h', b: 'k' } }, 'ghcr.io', me).credHelpers).toEqual({
    'ghcr.io': '',
    b: 'k',
  });
});
