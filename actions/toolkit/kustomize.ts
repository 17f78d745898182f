import { parseAllDocuments } from 'yaml';
import { ActionError } from './errors.ts';
import { execute, quote, tail } from './exec.ts';
import type { Repository } from './git/git.ts';
import { withManifests } from './git/write-files.ts';
import { parseImage } from './image.ts';
import { listAt, textAt } from './json.ts';
import { deploymentName } from './manifest-names.ts';

/** Renders a folder below `dir`; returns its manifests. Throws `render-failed`. */
export async function render(
  { dir, signal }: Pick<Repository, 'dir' | 'signal'>,
  path: string,
): Promise<readonly unknown[]> {
  const command = { file: 'kustomize', args: ['build', path], cwd: dir, signal };
  const outcome = await execute(command);
  if (outcome.code !== 0) {
    throw new ActionError('render-failed', `${quote(command)} failed:\n${tail(outcome.stderr, 20)}`);
  }
  return parseManifests(outcome.stdout.toString());
}

/** Renders a folder of a commit; returns its manifests. Throws `render-failed`. */
export function renderAt(repository: Repository, commit: string, path: string): Promise<readonly unknown[]> {
  return withManifests(repository, commit, dir => render({ dir, signal: repository.signal }, path));
}

/** The manifests of a stream of YAML documents. */
export function parseManifests(text: string): readonly unknown[] {
  const manifests: unknown[] = [];
  for (const document of parseAllDocuments(text)) {
    if (document.errors[0])
      throw new ActionError('render-failed', `kustomize gave broken YAML: ${document.errors[0].message}`);
    const value: unknown = document.toJS();
    if (value !== null) manifests.push(value);
  }
  return manifests;
}

/** The image of the service's container, as rendered; undefined without a Deployment. */
export function renderedImage(manifests: readonly unknown[]): string | undefined {
  const containers = listAt(serviceDeployment(manifests), 'spec', 'template', 'spec', 'containers');
  const own = containers.find(container => textAt(container, 'name') === deploymentName);
  return textAt(own, 'image') || undefined;
}

/** The digest of that image; undefined where it is not pinned. */
export function renderedDigest(manifests: readonly unknown[]): string | undefined {
  return parseImage(renderedImage(manifests) ?? '').digest;
}

/** The namespace of the service's Deployment; '' where the render names none. */
export function renderedNamespace(manifests: readonly unknown[]): string {
  return textAt(serviceDeployment(manifests), 'metadata', 'namespace');
}

function serviceDeployment(manifests: readonly unknown[]): unknown {
  return manifests.find(
    manifest => textAt(manifest, 'kind') === 'Deployment' && textAt(manifest, 'metadata', 'name') === deploymentName,
  );
}
