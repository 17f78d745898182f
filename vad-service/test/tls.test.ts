import { once } from 'node:events';
import { copyFileSync, renameSync, symlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { credentials, status } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { VADServiceClient } from '../../proto/gen/vad.ts';
import { Authority, type Pair, pem, temporaryFolder } from './authority.ts';
import { create, stats } from './call.ts';
import { Service } from './service.ts';

const UNAVAILABLE = { code: status.UNAVAILABLE };

const tlsOf = ({ certificate, key }: Pair) => ({ VAD_TLS_CERT_FILE: certificate, VAD_TLS_KEY_FILE: key });

/** A client that trusts the authority, with a certificate of its own or without. */
async function clientOf(service: Service, trusted: Authority, own?: Pair): Promise<VADServiceClient> {
  const channel = own
    ? credentials.createSsl(pem(trusted.certificate), pem(own.key), pem(own.certificate))
    : credentials.createSsl(pem(trusted.certificate));
  const client = new VADServiceClient(await service.address(), channel, {
    'grpc.ssl_target_name_override': 'localhost',
  });
  onTestFinished(() => client.close());
  return client;
}

/** The certificate that a new connection is shown. */
async function shownBy(service: Service, trusted: Authority): Promise<PeerCertificate> {
  const port = Number((await service.address()).split(':')[1]);
  const trust = { servername: 'localhost', ca: pem(trusted.certificate) };
  const socket = connect({ host: '127.0.0.1', port, ALPNProtocols: ['h2'], ...trust });
  await once(socket, 'secureConnect', { signal: AbortSignal.timeout(20_000) });
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

/** Files that are replaced at one instant, as Kubernetes does with a Secret's. */
class Mounted implements Pair {
  readonly #folder = temporaryFolder();
  readonly certificate = join(this.#folder, 'current/tls.crt');
  readonly key = join(this.#folder, 'current/tls.key');
  #version = 0;

  async put({ certificate, key }: Pair): Promise<void> {
    this.#version += 1;
    const version = join(this.#folder, `version-${this.#version}`);
    await mkdir(version);
    copyFileSync(certificate, join(version, 'tls.crt'));
    copyFileSync(key, join(version, 'tls.key'));
    symlinkSync(version, join(this.#folder, 'next'));
    renameSync(join(this.#folder, 'next'), join(this.#folder, 'current'));
  }
}

test('TLS serves those who trust its authority, and none in plaintext', async () => {
  const ca = new Authority();
  await using service = new Service(tlsOf(ca.issue()));
  expect((await create(await clientOf(service, ca), 'a')).success).toBe(true);
  await expect(create(await clientOf(service, new Authority()), 'b')).rejects.toMatchObject(UNAVAILABLE);
  await expect(create(await service.vad(), 'c')).rejects.toMatchObject(UNAVAILABLE);
  expect(service.stderr).toBe('');
});

test('mutual TLS serves those only whose certificate is of the CA', async () => {
  const [ca, clients] = [new Authority(), new Authority()];
  await using service = new Service({ ...tlsOf(ca.issue()), VAD_TLS_CLIENT_CA_FILE: clients.certificate });
  expect((await create(await clientOf(service, ca, clients.issue()), 'a')).success).toBe(true);
  await expect(create(await clientOf(service, ca), 'b')).rejects.toMatchObject(UNAVAILABLE);
  await expect(create(await clientOf(service, ca, ca.issue()), 'c')).rejects.toMatchObject(UNAVAILABLE);
});

test('replaced files are taken for new connections, and open ones go on', async () => {
  const ca = new Authority();
  const files = new Mounted();
  await files.put(ca.issue());
  await using service = new Service(tlsOf(files));
  const client = await clientOf(service, ca);
  await create(client, 'before');
  const before = await shownBy(service, ca);
  await files.put(ca.issue());
  const line = await service.said('certificate reloaded');
  const after = await shownBy(service, ca);
  expect(after.subject.CN).not.toBe(before.subject.CN);
  expect(line['tls.server.hash.sha256']).toBe(after.fingerprint256.replaceAll(':', ''));
  expect((await stats(client)).activeSessions).toBe(1);
  expect((await stats(await clientOf(service, ca))).activeSessions).toBe(1);
});

test('broken files leave the certificate before them in use, until they are mended', async () => {
  const ca = new Authority();
  const files = new Mounted();
  await files.put(ca.issue());
  await using service = new Service(tlsOf(files));
  const before = await shownBy(service, ca);
  await files.put({ certificate: ca.issue().certificate, key: ca.issue().key });
  const line = await service.said('certificate not reloaded: the one before stays');
  expect(line['log.level']).toBe('warn');
  expect(line['error.message']).toMatch(/^VAD_TLS_KEY_FILE=.* is not the key of/);
  expect((await shownBy(service, ca)).fingerprint256).toBe(before.fingerprint256);
  await files.put(ca.issue());
  await service.said('certificate reloaded');
  expect((await shownBy(service, ca)).fingerprint256).not.toBe(before.fingerprint256);
});

test('a replaced CA lets its clients in, and those of the one before no more', async () => {
  const [ca, first, second] = [new Authority(), new Authority(), new Authority()];
  const clientCa = join(temporaryFolder(), 'clients.pem');
  copyFileSync(first.certificate, clientCa);
  await using service = new Service({ ...tlsOf(ca.issue()), VAD_TLS_CLIENT_CA_FILE: clientCa });
  expect((await create(await clientOf(service, ca, first.issue()), 'a')).success).toBe(true);
  copyFileSync(second.certificate, clientCa);
  await service.said('certificate reloaded');
  expect((await create(await clientOf(service, ca, second.issue()), 'b')).success).toBe(true);
  await expect(create(await clientOf(service, ca, first.issue()), 'c')).rejects.toMatchObject(UNAVAILABLE);
});

test('the drain sees TLS connections: calls go on being answered, then exit 0', async () => {
  const ca = new Authority();
  await using service = new Service({ ...tlsOf(ca.issue()), VAD_DRAIN_SECONDS: '0.3', VAD_GRACE_SECONDS: '10' });
  await service.said('serving');
  const client = await clientOf(service, ca);
  await create(client, 'a');
  service.process.kill('SIGTERM');
  expect((await service.said('stopping')).connections).toBe(1);
  expect((await stats(client)).activeSessions).toBe(1);
  expect(await service.exited).toBe(0);
  expect(service.logged.at(-1)?.message).toBe('stopped');
});

test('a certificate that cannot be used stops the start', async () => {
  const ca = new Authority();
  await using service = new Service(tlsOf({ certificate: ca.issue().certificate, key: ca.issue().key }));
  expect(await service.exited).toBe(1);
  expect(service.stderr).toMatch(/^VAD_TLS_KEY_FILE=.* is not the key of the first certificate in VAD_TLS_CERT_FILE=/);
});
