import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { $ } from 'zx';
import { schemaLocation } from './schemas.ts';

/** Every folder that a cluster or an engine takes as it is: the overlays, and what an owner applies. */
export function deployedFolders(root: string): string[] {
  return globSync('kustomize/{overlays/*,clusters/*/*}/kustomization.yaml', { cwd: root }).map(dirname).toSorted();
}

/** Renders every deployed folder and holds each object to its strict schema. Gives the faults, none if all is well. */
export async function manifestFaults(root: string): Promise<string[]> {
  const location = await schemaLocation();
  const faults: string[] = [];
  for (const folder of deployedFolders(root)) {
    const render = await $({ quiet: true, nothrow: true })`kustomize build ${join(root, folder)}`;
    if (render.exitCode !== 0) {
      faults.push(`${folder}: ${render.stderr.trim()}`);
      continue;
    }
    const fault = await schemaFault(render.stdout, location);
    if (fault) faults.push(`${folder}: ${fault}`);
  }
  return faults;
}

/** What kubeconform has against a stream of manifests; undefined if nothing. */
export async function schemaFault(manifests: string, location: string): Promise<string | undefined> {
  const run = $({ input: manifests, quiet: true, nothrow: true });
  const result = await run`kubeconform -strict -schema-location ${location}`;
  return result.exitCode === 0 ? undefined : (result.stdout + result.stderr).trim();
}
