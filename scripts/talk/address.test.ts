import { expect, test } from 'vitest';
import { resolveAddress } from './address.ts';

test.each([
  ['10.0.0.1:1', { VAD_ADDRESS: '10.0.0.2:2' }, '10.0.0.1:1'],
  [undefined, { VAD_ADDRESS: '10.0.0.2:2' }, '10.0.0.2:2'],
  [undefined, { VAD_ADDRESS: '' }, '127.0.0.1:50051'],
])('asked %s, environment %j: %s', async (asked, env, address) => {
  expect(await resolveAddress(asked, env)).toBe(address);
});
