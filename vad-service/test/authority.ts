import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Paths of PEM files. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** A folder that goes when the test does. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vad-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A certificate authority made by openssl for one test. */
export class Authority {
  readonly #folder = temporaryFolder();
  readonly #self = this.#make('ca', ['-addext', 'basicConstraints=critical,CA:TRUE']);
  #issued = 0;

  /** Path of its own certificate. */
  get certificate(): string {
    return this.#self.certificate;
  }

  /** A certificate for localhost, of a service or a client. */
  issue(): Pair {
    this.#issued += 1;
    const by = ['-CA', this.#self.certificate, '-CAkey', this.#self.key];
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=CA:FALSE'];
    return this.#make(`issued-${this.#issued}`, [...by, ...names]);
  }

  #make(name: string, options: string[]): Pair {
    const [certificate, key] = [join(this.#folder, `${name}.pem`), join(this.#folder, `${name}.key`)];
    const kind = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
    ];
    execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', certificate, ...options], {
      stdio: 'pipe',
    });
    return { certificate, key };
  }
}

export const pem = (path: string) => readFileSync(path);
