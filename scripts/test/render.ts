import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { $ } from 'zx';

/** The project's root. */
export const root = join(import.meta.dirname, '../..');

/** What of a manifest the tests ask for; the rest is reached by `at`. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Renders a kustomize folder with the real kustomize. */
export async function render(folder: string): Promise<Manifest[]> {
  const { stdout } = await $({ cwd: root, quiet: true })`kustomize build ${folder}`;
  return parseAllDocuments(stdout).map(document => document.toJS() as Manifest);
}

/** The one manifest of that kind and name. @throws where there is none */
export function pick(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find(manifest => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`No ${kind} ${name} among ${manifests.map(other => other.kind).join(', ')}`);
  return found;
}

/** The value at a path such as `spec.template.spec.containers.0.image`; undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
