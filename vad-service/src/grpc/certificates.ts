import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { BootError } from '../errors.ts';

const CERTIFICATE = 'VAD_TLS_CERT_FILE';
const KEY = 'VAD_TLS_KEY_FILE';
const CLIENT_CA = 'VAD_TLS_CLIENT_CA_FILE';
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Where the PEM files lie. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** Whose clients alone may connect; undefined lets all in. */
  readonly clientCa: string | undefined;
}

/** What the files hold, and that it fits together. */
export interface Certificates {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly clientCa: Buffer | undefined;
  /** The first of the chain. */
  readonly own: X509Certificate;
}

/**
 * Reads the files and checks that TLS can be spoken with them.
 * @throws BootError that names the variable at fault
 */
export async function readCertificates(files: CertificateFiles): Promise<Certificates> {
  const [certificate, key, clientCa] = await Promise.all([
    read(CERTIFICATE, files.certificate),
    read(KEY, files.key),
    files.clientCa === undefined ? undefined : read(CLIENT_CA, files.clientCa),
  ]);
  const [own] = parse(CERTIFICATE, files.certificate, 'certificates', () => parseChain(certificate));
  const secret = parse(KEY, files.key, 'a private key without a passphrase', () => createPrivateKey(key));
  if (clientCa) parse(CLIENT_CA, `${files.clientCa}`, 'certificates', () => parseChain(clientCa));
  if (!own.checkPrivateKey(secret)) {
    throw new BootError(
      `${KEY}=${files.key} is not the key of the first certificate in ${CERTIFICATE}=${files.certificate}.\n` +
        'Set both to files that were made together, with the certificate of the service before those of its CAs.',
    );
  }
  // OpenSSL has more rules, such as how short a key may be.
  parse(CERTIFICATE, files.certificate, 'what TLS takes', () => createSecureContext({ cert: certificate, key }));
  return { certificate, key, clientCa, own };
}

/** OpenSSL passes over what is garbled in a list of CAs, and would then let nobody in. */
function parseChain(pem: Buffer): [X509Certificate, ...X509Certificate[]] {
  const [first, ...rest] = pem.toString('latin1').match(PEM_CERTIFICATE) ?? [];
  if (first === undefined) throw new Error('there is no "-----BEGIN CERTIFICATE-----" … "-----END CERTIFICATE-----"');
  return [new X509Certificate(first), ...rest.map(block => new X509Certificate(block))];
}

async function read(variable: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new BootError(
      `${variable}=${path} cannot be read: ${(cause as Error).message}.\nSet it to a PEM file that the service may read.`,
      { cause },
    );
  }
}

function parse<T>(variable: string, path: string, wanted: string, parser: () => T): T {
  try {
    return parser();
  } catch (cause) {
    throw new BootError(
      `${variable}=${path} does not hold ${wanted}: ${(cause as Error).message}.\nSet it to a PEM file that does.`,
      { cause },
    );
  }
}
