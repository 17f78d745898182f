import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { statePath } from './state.ts';

const DAYS = '3650';

/** The cluster's certificates and keys, by file name; all PEM. */
export const pki = (file: string): string => statePath('pki', file);

/** Makes the cluster's own CA, its certificates and the service account key, once. */
export async function ensurePki(gateway: string): Promise<void> {
  if (existsSync(pki('ca.crt'))) return;
  const aside = statePath('pki.new');
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true, mode: 0o700 });
  const run = $({ cwd: aside, quiet: true });
  await run`openssl genrsa -out sa.key 2048`;
  await run`openssl rsa -in sa.key -pubout -out sa.pub`;
  await run`openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=vad-gitops-local -days ${DAYS}`;
  // A CA of its own: what the cluster's CA signs must not open etcd.
  await run`openssl req -x509 -newkey rsa:2048 -nodes -keyout etcd-ca.key -out etcd-ca.crt -subj /CN=vad-gitops-etcd -days ${DAYS}`;
  await certificate(aside, 'etcd', '/CN=etcd', ['IP:127.0.0.1'], 'etcd-ca');
  await certificate(aside, 'apiserver', '/CN=apiserver', [
    'DNS:localhost',
    'DNS:kubernetes',
    'DNS:kubernetes.default',
    'DNS:kubernetes.default.svc',
    'IP:127.0.0.1',
    'IP:10.96.0.1',
    `IP:${gateway}`,
  ]);
  await certificate(aside, 'admin', '/O=system:masters/CN=admin', ['DNS:localhost']);
  await certificate(aside, 'kubelet', '/O=system:nodes/CN=system:node:vad-gitops', [`IP:${gateway}`]);
  await certificate(aside, 'front-proxy', '/CN=front-proxy-client', ['DNS:localhost']);
  await rename(aside, statePath('pki'));
}

async function certificate(
  folder: string,
  name: string,
  subject: string,
  altNames: string[],
  authority = 'ca',
): Promise<void> {
  const run = $({ cwd: folder, quiet: true });
  await writeFile(join(folder, `${name}.ext`), `subjectAltName=${altNames.join(',')}\n`);
  await run`openssl req -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.csr -subj ${subject}`;
  await run`openssl x509 -req -in ${name}.csr -CA ${authority}.crt -CAkey ${authority}.key -CAcreateserial -days ${DAYS} -out ${name}.crt -extfile ${name}.ext`;
}
