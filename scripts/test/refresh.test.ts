import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refreshEngines } from '../local/refresh.ts';

// A kubectl that knows some kinds, and writes down what it is asked to annotate.
const fake = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const [, , , , verb, ...rest] = process.argv;
const known = JSON.parse(readFileSync(__dirname + '/known.json', 'utf8'));
if (verb === 'annotate') appendFileSync(__dirname + '/calls', rest.join(' ') + '\\n');
else if (known[rest[0]]) console.log(JSON.stringify({ items: known[rest[0]] }));
else {
  console.error('error: the server doesn\\'t have a resource type "' + rest[0].split('.')[0] + '"');
  process.exit(1);
}
`;

const url = 'http://127.0.0.1:1/ours.git';
const metadata = (name: string) => ({ name, namespace: 'flux-system' });
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vad-refresh-'));
  const kubectl = join(folder, 'kubectl');
  writeFileSync(kubectl, fake);
  chmodSync(kubectl, 0o755);
  writeFileSync(join(folder, 'calls'), '');
  vi.stubEnv('PATH', [folder, process.env.PATH].join(delimiter));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function annotationsWhere(known: Record<string, object[]>): Promise<string[]> {
  writeFileSync(join(folder, 'known.json'), JSON.stringify(known));
  await refreshEngines(url, 'admin.kubeconfig');
  return readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter(Boolean);
}

it('asks Flux to fetch the sources of this repository, and of no other', async () => {
  const sources = [
    { metadata: metadata('ours'), spec: { url } },
    { metadata: metadata('another'), spec: { url: 'http://127.0.0.1:1/another.git' } },
  ];
  const calls = await annotationsWhere({ 'gitrepositories.source.toolkit.fluxcd.io': sources });
  expect(calls).toEqual([
    expect.stringMatching(
      /^--overwrite gitrepositories\.source\.toolkit\.fluxcd\.io ours --namespace flux-system reconcile\.fluxcd\.io\/requestedAt=20\S+Z$/,
    ),
  ]);
});

it('asks Argo CD to compare the Applications of this repository', async () => {
  const application = { metadata: { name: 'ours', namespace: 'argocd' }, spec: { source: { repoURL: url } } };
  const calls = await annotationsWhere({ 'applications.argoproj.io': [application] });
  expect(calls).toEqual([
    '--overwrite applications.argoproj.io ours --namespace argocd argocd.argoproj.io/refresh=normal',
  ]);
});
