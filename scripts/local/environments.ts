import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { $ } from 'zx';
import type { EngineName } from './engines.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { apply, kubectl } from './kubectl.ts';
import { statePath } from './state.ts';

/** What of an applied object is looked at here. */
export interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  spec?: { source?: { repoURL: string }; sourceRepos?: string[]; url?: string };
  roleRef?: { name: string };
  subjects?: { name: string }[];
}

/**
 * Does what an owner does once: applies each kustomize/clusters/<environment> of a checkout, of its engine alone, with the
 * local Git host as the repository, and nothing else changed. Gives the kubeconfig with the verifier's rights in all
 * environments.
 */
export async function applyClusters(checkout: string, engine: EngineName, repositoryUrl: string): Promise<string> {
  const manifests = await clusterManifests(checkout, engine, repositoryUrl);
  await apply([...manifests, ...localRunBindings(manifests)]);
  return await verifierKubeconfig();
}

/** All that an owner applies of a checkout for one engine, pointed at a repository. */
export async function clusterManifests(
  checkout: string,
  engine: EngineName,
  repositoryUrl: string,
): Promise<Manifest[]> {
  const clusters = join(checkout, 'kustomize', 'clusters');
  const folders = readdirSync(clusters).flatMap(name => [engine, 'rbac'].map(part => join(clusters, name, part)));
  const manifests = (await Promise.all(folders.map(render))).flat();
  for (const manifest of manifests) pointAt(manifest, repositoryUrl);
  return manifests;
}

async function render(folder: string): Promise<Manifest[]> {
  const { stdout } = await $({ quiet: true })`kustomize build ${folder}`;
  return parseAllDocuments(stdout).map(document => document.toJS() as Manifest);
}

function pointAt(manifest: Manifest, repositoryUrl: string): void {
  if (manifest.kind === 'Application' && manifest.spec?.source) manifest.spec.source.repoURL = repositoryUrl;
  if (manifest.kind === 'AppProject' && manifest.spec) manifest.spec.sourceRepos = [repositoryUrl];
  if (manifest.kind === 'GitRepository' && manifest.spec) manifest.spec.url = repositoryUrl;
}

const RUN_NAMESPACE = 'vad-gitops-local';
const RUN_ACCOUNT = 'workflow-run';

/** GitHub has a kubeconfig for each environment; a local run has one, whose account is bound to each verifier's Role. */
export function localRunBindings(manifests: readonly Manifest[]): object[] {
  const bindsVerifier = ({ kind, subjects = [] }: Manifest) =>
    kind === 'RoleBinding' && subjects.some(({ name }) => name === 'vad-verifier');
  return manifests.filter(bindsVerifier).map(({ metadata, roleRef }) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: `${metadata.name}-local-run`, namespace: metadata.namespace },
    roleRef,
    subjects: [{ kind: 'ServiceAccount', name: RUN_ACCOUNT, namespace: RUN_NAMESPACE }],
  }));
}

async function verifierKubeconfig(): Promise<string> {
  await apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: RUN_NAMESPACE } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: RUN_ACCOUNT, namespace: RUN_NAMESPACE } },
  ]);
  const token = await kubectl(['create', 'token', RUN_ACCOUNT, '--namespace', RUN_NAMESPACE, '--duration', '24h']);
  const file = statePath('verifier.kubeconfig');
  writeKubeconfig(file, { token: token.trim() });
  return file;
}
