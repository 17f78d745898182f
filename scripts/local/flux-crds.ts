import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { moduleSource } from '../tools/module-source.ts';

/** What of a CustomResourceDefinition the merge looks at. */
export interface CustomResource {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly versions: readonly Version[]; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

interface Version {
  readonly name: string;
  readonly storage: boolean;
  readonly [field: string]: unknown;
}

/** Flux's CustomResourceDefinitions, from the modules' own files, each with the versions that either controller asks for. */
export async function fluxCustomResources(): Promise<CustomResource[]> {
  const [sources, newerSources, kustomizations] = await Promise.all([
    read('flux-source-controller', 'github.com/fluxcd/source-controller'),
    read('flux-source-crds', 'github.com/fluxcd/source-controller'),
    read('flux-kustomize-controller', 'github.com/fluxcd/kustomize-controller'),
  ]);
  return [...withNewerVersions(sources, newerSources), ...kustomizations];
}

/** Adds to each definition the versions that only its newer edition has; what is stored stays as it is. */
export function withNewerVersions(
  definitions: readonly CustomResource[],
  newer: readonly CustomResource[],
): CustomResource[] {
  return definitions.map(definition => {
    const { versions } = definition.spec;
    const known = versions.map(({ name }) => name);
    const edition = newer.find(({ metadata }) => metadata.name === definition.metadata.name);
    const added = edition?.spec.versions.filter(({ name }) => !known.includes(name)) ?? [];
    const all = [...versions, ...added.map(version => ({ ...version, storage: false }))];
    return { ...definition, spec: { ...definition.spec, versions: all } };
  });
}

async function read(...pinned: Parameters<typeof moduleSource>): Promise<CustomResource[]> {
  const folder = join(await moduleSource(...pinned), 'config', 'crd', 'bases');
  const files = (await readdir(folder)).toSorted();
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  return texts.map(text => parse(text) as CustomResource);
}
