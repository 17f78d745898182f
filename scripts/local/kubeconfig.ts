import { readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { pki } from './pki.ts';
import { readState } from './state.ts';

type User = { readonly certificate: string } | { readonly token: string };

/** Writes a kubeconfig (mode 600) for one user of the local API server, with certificates and keys embedded. */
export function writeKubeconfig(file: string, user: User, namespace = 'default'): void {
  const embedded = (name: string) => readFileSync(pki(name)).toString('base64');
  const credentials =
    'token' in user
      ? { token: user.token }
      : {
          'client-certificate-data': embedded(`${user.certificate}.crt`),
          'client-key-data': embedded(`${user.certificate}.key`),
        };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'vad-gitops',
        cluster: { server: readState('apiserver.json'), 'certificate-authority-data': embedded('ca.crt') },
      },
    ],
    users: [{ name: 'user', user: credentials }],
    contexts: [{ name: 'vad-gitops', context: { cluster: 'vad-gitops', user: 'user', namespace } }],
    'current-context': 'vad-gitops',
  };
  writeFileSync(file, stringify(config), { mode: 0o600 });
}
