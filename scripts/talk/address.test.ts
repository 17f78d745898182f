import { expect, test } from 'vitest';
import { choose } from './address.ts';

const address = (text: string) => ({ kind: 'address', address: text });
const environment = (text: string) => ({ kind: 'environment', environment: text });

test.each([
  [{ address: '10.0.0.1:1', environment: 'staging' }, { VAD_ADDRESS: '10.0.0.2:2' }, true, address('10.0.0.1:1')],
  [{ environment: 'staging' }, { VAD_ADDRESS: '10.0.0.2:2' }, true, environment('staging')],
  [{}, { VAD_ADDRESS: '10.0.0.2:2' }, true, address('10.0.0.2:2')],
  [{}, { VAD_ADDRESS: '' }, true, environment('production')],
  [{}, {}, false, address('127.0.0.1:50051')],
])('asked %j, environment %j, cluster %s', (asked, env, exists, wanted) => {
  expect(choose(asked, env, exists)).toEqual(wanted);
});
