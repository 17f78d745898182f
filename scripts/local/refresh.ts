import { $ } from 'zx';
import { listAt, textAt } from '../../actions/toolkit/json.ts';

/** What names a repository in the cluster, and the annotation that makes its engine look at once. */
const watchers = [
  {
    resource: 'applications.argoproj.io',
    url: ['spec', 'source', 'repoURL'],
    annotation: () => 'argocd.argoproj.io/refresh=normal',
  },
  {
    resource: 'gitrepositories.source.toolkit.fluxcd.io',
    url: ['spec', 'url'],
    // Any other value than the last one will do.
    annotation: () => `reconcile.fluxcd.io/requestedAt=${new Date().toISOString()}`,
  },
] as const;

type Watcher = (typeof watchers)[number];

/** Does what a webhook does after a push: asks whichever engine watches this repository to look at it now. */
export async function refreshEngines(repositoryUrl: string, kubeconfig: string): Promise<void> {
  await Promise.all(watchers.map(watcher => refresh(watcher, repositoryUrl, kubeconfig)));
}

async function refresh({ resource, url, annotation }: Watcher, repositoryUrl: string, kubeconfig: string) {
  const run = $({ quiet: true, nothrow: true });
  const found = await run`kubectl --kubeconfig ${kubeconfig} get ${resource} --all-namespaces --output json`;
  if (/doesn't have a resource type/.test(found.stderr)) return; // another engine's
  if (found.exitCode !== 0) return console.error(`no refresh: ${found.stderr}`);
  for (const item of listAt(JSON.parse(found.stdout), 'items')) {
    if (textAt(item, ...url) !== repositoryUrl) continue;
    const target = [resource, textAt(item, 'metadata', 'name'), '--namespace', textAt(item, 'metadata', 'namespace')];
    const annotated = await run`kubectl --kubeconfig ${kubeconfig} annotate --overwrite ${target} ${annotation()}`;
    if (annotated.exitCode !== 0) console.error(annotated.stderr);
  }
}
