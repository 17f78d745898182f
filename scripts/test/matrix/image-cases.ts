import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Case, waitsFor } from './cases.ts';

/** What goes wrong with the pull of an image. */
export const imageCases: readonly Case[] = [
  {
    id: 'image-missing',
    title: 'image missing',
    expected: 'image-not-found',
    evidence: waitsFor('ErrImagePull', 'ImagePullBackOff'),
    change: async ground => {
      const digest = `sha256:${'0'.repeat(64)}`;
      return { revision: await ground.pin({ ...ground.good, digest, tag: 'matrix-none' }), digest };
    },
  },
  registrySaysNo(),
];

function registrySaysNo(): Case {
  const server = createServer((_, response) => {
    response
      .writeHead(401, { 'www-authenticate': 'Basic realm="registry"' })
      .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
  });
  return {
    id: 'registry-says-no',
    title: 'registry says no',
    expected: 'image-unauthorized',
    evidence: waitsFor('ErrImagePull', 'ImagePullBackOff'),
    arrange: async () => {
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return async () => server.close();
    },
    change: async ground => {
      const { port } = server.address() as AddressInfo;
      const release = { ...ground.good, repository: `127.0.0.1:${port}/vad-service` };
      return { revision: await ground.pin(release), digest: release.digest };
    },
  };
}
