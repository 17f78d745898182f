import { expect, test } from 'vitest';
import { InputReader } from '../toolkit/input.ts';
import { readSettings } from './settings.ts';

const read = (...lines: readonly string[]) => readSettings(new InputReader(() => lines.join('\n')));
const id = '01234567-89ab-cdef-0123-456789abcdef';
const provider = 'projects/123/locations/global/workloadIdentityPools/github/providers/vad';

test.each([
  { kind: 'oidc', server: 'https://api.example:6443', ca: 'LS0tLS1C', audience: 'vad-staging' },
  { kind: 'eks', cluster: 'vixio', region: 'eu-central-1', role: 'arn:aws:iam::123456789012:role/vad-verifier' },
  { kind: 'gke', cluster: 'v', location: 'europe-west3', project: 'p', provider, 'service-account': 'a@p.iam.example' },
  { kind: 'aks', cluster: 'v', 'resource-group': 'g', subscription: id, tenant: id, client: id },
])('$kind', settings => {
  expect(read(...Object.entries(settings).map(([name, value]) => `${name}=${value}`))).toEqual(settings);
});

test.each([
  [['cluster=x'], "needs kind=oidc, eks, gke, aks, not ''"],
  [['kind=toString'], "not 'toString'"],
  [['kind=eks', 'cluster=--debug', 'region=r'], "has cluster='--debug'"],
  [['kind=eks', 'cluster=@file', 'region=r'], "has cluster='@file'"],
  [['kind=eks', 'cluster=c', 'region=r'], 'of kind eks needs a line role=…'],
  [['kind=oidc', 'server=http://api', 'ca=x', 'audience=a'], "has server='http://api'"],
  [['kind=aks', 'role=x'], 'of kind aks knows no role'],
])('%j is a fault', (lines, says) => {
  expect(() => read(...lines)).toThrow(says);
});

test('every fault is told at once', () => {
  expect(() => read('kind=eks', 'region=r', 'token=x')).toThrow(/cluster=….*\n.*role=….*\n.*knows no token/);
});
