import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { argocdModule } from '../local/argocd.ts';
import { fluxCustomResources } from '../local/flux-crds.ts';
import { moduleSource } from '../tools/module-source.ts';
import { cacheDirectory, moduleDirectory, type SourceModule } from '../tools/tools.ts';
import { type KindSchema, kindsOfCrd, kindsOfOpenApi, schemaFileTemplate } from './kind-schemas.ts';
import { isJson, type Json } from './strict-schema.ts';

const ours = ['kind-schemas.ts', 'strict-schema.ts', '../local/flux-crds.ts'];
const pinned: readonly SourceModule[] = [
  'kubernetes',
  'argocd',
  'flux-source-controller',
  'flux-source-crds',
  'flux-kustomize-controller',
];

/**
 * kubeconform's schema location: strict schemas of the kinds of the pinned API server and of the pinned engines, made from
 * the modules' own files and kept in the cache. Nothing is fetched but, where they are missing, those modules.
 */
export async function schemaLocation(): Promise<string> {
  const folder = join(cacheDirectory(), `schemas-${cacheKey()}`);
  if (!existsSync(folder)) await writeSchemas(folder);
  return join(folder, schemaFileTemplate);
}

async function writeSchemas(folder: string): Promise<void> {
  await mkdir(cacheDirectory(), { recursive: true });
  const aside = await mkdtemp(`${folder}.writing-`);
  try {
    const kinds = [...(await kubernetesKinds()), ...(await argoCdKinds()), ...(await fluxKinds())];
    for (const { file, schema } of kinds) await writeFile(join(aside, file), JSON.stringify(schema));
    // A run beside this one may have been first; its schemas are the same.
    await rename(aside, folder).catch(error => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function kubernetesKinds(): Promise<KindSchema[]> {
  const folder = join(await moduleSource('kubernetes', 'k8s.io/kubernetes'), 'api/openapi-spec/v3');
  const files = (await readdir(folder)).filter(file => /__v[^_]+_openapi\.json$/.test(file));
  const descriptions = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  return descriptions.flatMap(text => kindsOfOpenApi(asJson(JSON.parse(text))));
}

async function argoCdKinds(): Promise<KindSchema[]> {
  const folder = join(await moduleSource('argocd', argocdModule), 'manifests/crds');
  const files = (await readdir(folder)).filter(file => file.endsWith('-crd.yaml'));
  const crds = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  return crds.flatMap(text => kindsOfCrd(asJson(parse(text))));
}

async function fluxKinds(): Promise<KindSchema[]> {
  return (await fluxCustomResources()).flatMap(kindsOfCrd);
}

function cacheKey(): string {
  const hash = createHash('sha256');
  for (const module of pinned) hash.update(readFileSync(join(moduleDirectory(module), 'go.mod')));
  for (const file of ours) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 16);
}

function asJson(value: unknown): Json {
  if (!isJson(value)) throw new TypeError('Expected a JSON object.');
  return value;
}
