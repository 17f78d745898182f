import { expect, test } from 'vitest';
import { authority, cannotListen } from './listen-address.ts';

test.each([
  ['127.0.0.1', '127.0.0.1:80'],
  ['::', '[::]:80'],
])('%s is written %s', (host, written) => {
  expect(authority({ host, port: 80, variable: 'VAD_PORT' })).toBe(written);
});

test('a taken port and an address that is not ours name the variable that changes them', () => {
  const address = { host: '::1', port: 9464, variable: 'VAD_METRICS_PORT' } as const;
  expect(cannotListen(address, new Error('listen EADDRINUSE: address already in use')).message).toBe(
    'Port 9464 is taken by another process ([::1]:9464).\n' +
      'End that one, or set VAD_METRICS_PORT to another port (0 takes a free one).',
  );
  expect(cannotListen(address, new Error('listen EADDRNOTAVAIL')).message).toBe(
    'Cannot listen on [::1]:9464: listen EADDRNOTAVAIL.\n' +
      'Set VAD_HOST and VAD_METRICS_PORT to an address that this machine allows.',
  );
});
