import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { $ } from 'zx';
import { writeKubeconfig } from './kubeconfig.ts';
import { apply, kubectl } from './kubectl.ts';
import { statePath } from './state.ts';

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  spec?: { source?: { repoURL: string }; sourceRepos?: string[] };
  roleRef?: { name: string };
}

/**
 * Does what an owner does once: applies each kustomize/clusters/<environment> of a checkout, with the local Git host as
 * the repository, and nothing else changed. Gives the kubeconfig with the verifier's rights in all environments.
 */
export async function applyClusters(checkout: string, repositoryUrl: string): Promise<string> {
  const clusters = join(checkout, 'kustomize', 'clusters');
  const bindings: Manifest[] = [];
  for (const environment of readdirSync(clusters)) {
    for (const part of ['argocd', 'rbac']) {
      const rendered = await render(join(clusters, environment, part));
      // The verifier may read Flux's objects too; a cluster without Flux refuses that share.
      const manifests = rendered.filter(({ metadata }) => metadata.namespace !== 'flux-system');
      for (const manifest of manifests) pointAt(manifest, repositoryUrl);
      await apply(manifests);
      bindings.push(...manifests.filter(({ kind }) => kind === 'RoleBinding'));
    }
  }
  await apply(bindings.map(localRunBinding));
  return await verifierKubeconfig();
}

async function render(folder: string): Promise<Manifest[]> {
  const { stdout } = await $({ quiet: true })`kustomize build ${folder}`;
  return parseAllDocuments(stdout).map(document => document.toJS() as Manifest);
}

function pointAt(manifest: Manifest, repositoryUrl: string): void {
  if (manifest.kind === 'Application' && manifest.spec?.source) manifest.spec.source.repoURL = repositoryUrl;
  if (manifest.kind === 'AppProject' && manifest.spec) manifest.spec.sourceRepos = [repositoryUrl];
}

const RUN_NAMESPACE = 'vad-gitops-local';
const RUN_ACCOUNT = 'workflow-run';

/** GitHub has a kubeconfig for each environment; a local run has one, whose account is bound to each verifier's Role. */
function localRunBinding(binding: Manifest): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: `${binding.metadata.name}-local-run`, namespace: binding.metadata.namespace },
    roleRef: binding.roleRef,
    subjects: [{ kind: 'ServiceAccount', name: RUN_ACCOUNT, namespace: RUN_NAMESPACE }],
  };
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
