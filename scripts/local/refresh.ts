import { $ } from 'zx';

interface Applications {
  items: { metadata: { name: string; namespace: string }; spec: { source?: { repoURL?: string } } }[];
}

/** Does what a webhook does after a push: asks Argo CD to compare the Applications of this repository at once. */
export async function refreshApplications(repositoryUrl: string, kubeconfig: string): Promise<void> {
  const run = $({ quiet: true, nothrow: true });
  const resource = 'applications.argoproj.io';
  const found = await run`kubectl --kubeconfig ${kubeconfig} get ${resource} --all-namespaces --output json`;
  if (found.exitCode !== 0) return console.error(`no refresh: ${found.stderr}`); // the engine may not be there yet
  for (const { metadata, spec } of (JSON.parse(found.stdout) as Applications).items) {
    if (spec.source?.repoURL !== repositoryUrl) continue;
    const target = [resource, metadata.name, '--namespace', metadata.namespace];
    const refresh = 'argocd.argoproj.io/refresh=normal';
    const annotated = await run`kubectl --kubeconfig ${kubeconfig} annotate --overwrite ${target} ${refresh}`;
    if (annotated.exitCode !== 0) console.error(annotated.stderr);
  }
}
