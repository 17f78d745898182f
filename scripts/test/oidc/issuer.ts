import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { $ } from 'zx';

/** An OpenID Connect issuer on loopback, as far as an API server asks one: discovery, keys, and signed tokens. */
export interface Issuer {
  readonly url: string;
  /** PEM of the authority that its certificate is of. */
  readonly authority: string;
  /** A signed token, valid for `seconds` from now. */
  token(claims: Readonly<Record<string, unknown>>, seconds?: number): string;
  readonly server: Server;
}

/** Starts an issuer whose certificate is kept in `folder`. */
export async function startIssuer(folder: string): Promise<Issuer> {
  const [key, cert] = [join(folder, 'issuer.key'), join(folder, 'issuer.crt')];
  const name = ['-subj', '/CN=issuer', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  await $({ quiet: true })`openssl req -x509 -newkey rsa:2048 -nodes -keyout ${key} -out ${cert} ${name}`;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }];
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', (request, response) => {
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    const discovery = { issuer: url, jwks_uri: `${url}/keys`, ...capabilities };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(isDiscovery ? discovery : { keys }));
  });
  const token: Issuer['token'] = (claims, seconds = 300) => {
    const now = Math.floor(Date.now() / 1000);
    const body = { iss: url, iat: now, nbf: now - 600, exp: now + seconds, ...claims };
    const signed = [{ alg: 'RS256', kid: 'one', typ: 'JWT' }, body].map(encode).join('.');
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
  };
  return { url, authority: readFileSync(cert, 'utf8'), token, server };
}

const capabilities = {
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
};

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
