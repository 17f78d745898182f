import { ServerCredentials } from '@grpc/grpc-js';
import type { Config } from '../config.ts';
import type { Logger } from '../telemetry.ts';
import { type CertificateFiles, type Certificates, readCertificates } from './certificates.ts';
import { contentsOf, watchFor } from './file-watch.ts';

/** A socket that never speaks TLS would else hold up the end of the service for two minutes. */
const HANDSHAKE_MS = 10_000;

type TlsSettings = Pick<Config, 'tlsCertificate' | 'tlsKey' | 'tlsClientCa'>;

/**
 * Plaintext, or TLS by files that are watched: new connections get what the files hold, once it is sound.
 * @throws BootError when the files cannot be used
 */
export async function createCredentials(settings: TlsSettings, log: Logger): Promise<ServerCredentials> {
  const { tlsCertificate, tlsKey, tlsClientCa } = settings;
  if (tlsCertificate === undefined || tlsKey === undefined) return ServerCredentials.createInsecure();
  const files = { certificate: tlsCertificate, key: tlsKey, clientCa: tlsClientCa };
  const paths = Object.values(files).filter(path => path !== undefined);
  const look = () => contentsOf(paths);
  const known = await look();
  const certificates = await readCertificates(files);
  const credentials = new TlsCredentials(certificates);
  log.info('certificate loaded', fieldsOf(certificates));
  void watchFor(look, known, () => reload(credentials, files, log));
  return credentials;
}

async function reload(credentials: TlsCredentials, files: CertificateFiles, log: Logger): Promise<void> {
  try {
    const certificates = await readCertificates(files);
    credentials.take(certificates);
    log.info('certificate reloaded', fieldsOf(certificates));
  } catch (error) {
    log.warn('certificate not reloaded: the one before stays', { 'error.message': (error as Error).message });
  }
}

/** grpc-js' own file watcher refuses every connection while the files are broken. */
class TlsCredentials extends ServerCredentials {
  constructor(certificates: Certificates) {
    const mutual = certificates.clientCa !== undefined;
    super({ requestCert: mutual, rejectUnauthorized: mutual, handshakeTimeout: HANDSHAKE_MS }, contextOf(certificates));
  }

  take(certificates: Certificates): void {
    this.updateSecureContextOptions(contextOf(certificates));
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function contextOf({ certificate, key, clientCa }: Certificates) {
  return { cert: certificate, key, ca: clientCa };
}

function fieldsOf({ own, clientCa }: Certificates) {
  return {
    'tls.server.subject': own.subject,
    'tls.server.not_after': own.validToDate.toISOString(),
    'tls.server.hash.sha256': own.fingerprint256.replaceAll(':', ''),
    mutual: clientCa !== undefined,
  };
}
