import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BootError } from '../src/errors.ts';
import { readCertificates } from '../src/grpc/certificates.ts';
import { Authority, temporaryFolder } from './authority.ts';

/** A file of this content. */
function file(content: string | Buffer): string {
  const path = join(temporaryFolder(), 'file.pem');
  writeFileSync(path, content);
  return path;
}

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
const text = (path: string) => readFileSync(path, 'utf8');

test('a chain, its key and several CAs are taken as they are', async () => {
  const [ca, other] = [new Authority(), new Authority()];
  const own = ca.issue();
  const chain = file(text(own.certificate) + text(ca.certificate));
  const clientCa = file(text(other.certificate) + text(ca.certificate));
  const read = await readCertificates({ certificate: chain, key: own.key, clientCa });
  expect(read).toMatchObject({
    certificate: readFileSync(chain),
    key: readFileSync(own.key),
    clientCa: readFileSync(clientCa),
  });
  expect(read.own.subject).toBe('CN=issued-1');
});

test('what cannot be used is told with its variable and path', async () => {
  const ca = new Authority();
  const own = ca.issue();
  const broken = file(text(own.certificate).replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA'));
  const der = file(openssl('x509', '-in', own.certificate, '-outform', 'der'));
  const locked = file(openssl('ec', '-in', own.key, '-aes256', '-passout', 'pass:secret'));
  const cases: [variable: string, files: { certificate?: string; key?: string; clientCa?: string }, why: RegExp][] = [
    ['VAD_TLS_CERT_FILE', { certificate: '/nowhere' }, /\/nowhere cannot be read: ENOENT/],
    ['VAD_TLS_CERT_FILE', { certificate: own.key }, /does not hold certificates: there is no "-----BEGIN CERT/],
    ['VAD_TLS_CERT_FILE', { certificate: der }, /does not hold certificates: there is no/],
    ['VAD_TLS_CERT_FILE', { certificate: broken }, /does not hold certificates: error:/],
    ['VAD_TLS_CERT_FILE', { certificate: file(text(own.certificate) + text(broken)) }, /does not hold certificates/],
    ['VAD_TLS_KEY_FILE', { key: '/nowhere' }, /\/nowhere cannot be read: ENOENT/],
    ['VAD_TLS_KEY_FILE', { key: own.certificate }, /does not hold a private key without a passphrase/],
    ['VAD_TLS_KEY_FILE', { key: locked }, /does not hold a private key without a passphrase/],
    ['VAD_TLS_KEY_FILE', { key: ca.issue().key }, /is not the key of the first certificate in VAD_TLS_CERT_FILE=/],
    ['VAD_TLS_KEY_FILE', { certificate: file(text(ca.certificate) + text(own.certificate)) }, /is not the key of/],
    ['VAD_TLS_CLIENT_CA_FILE', { clientCa: '/nowhere' }, /\/nowhere cannot be read: ENOENT/],
    ['VAD_TLS_CLIENT_CA_FILE', { clientCa: der }, /does not hold certificates: there is no/],
    ['VAD_TLS_CLIENT_CA_FILE', { clientCa: file(text(ca.certificate) + text(broken)) }, /does not hold certificates/],
  ];
  for (const [variable, files, why] of cases) {
    const error = await readCertificates({ ...own, clientCa: undefined, ...files }).catch(thrown => thrown);
    expect(error, variable).toBeInstanceOf(BootError);
    expect(error.message).toMatch(why);
    expect(error.message.startsWith(`${variable}=`), error.message).toBe(true);
  }
});

test('a key that OpenSSL refuses as too short is told', async () => {
  const [key, certificate] = [file(''), file('')];
  openssl('req', '-x509', '-newkey', 'rsa:1024', '-nodes', '-subj', '/CN=weak', '-keyout', key, '-out', certificate);
  await expect(readCertificates({ certificate, key, clientCa: undefined })).rejects.toThrow('too small');
});
