import { beforeAll, describe, expect, test } from 'vitest';
import { engineNames, engines } from '../local/engines.ts';
import { clusterManifests, localRunBindings, type Manifest } from '../local/environments.ts';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { at, root } from './render.ts';

const url = 'http://127.0.0.1:1/ours.git';

beforeAll(() => ensureTools(['kustomize'], terminalProgress()));

describe.each(engineNames)('what the local cluster gets of kustomize/clusters for %s', engine => {
  let manifests: readonly Manifest[];
  beforeAll(async () => {
    manifests = await clusterManifests(root, engine, url);
  });

  test('syncs both environments from the local Git host, and from nowhere else', () => {
    const syncs = manifests.filter(({ kind }) => kind === 'Application' || kind === 'Kustomization');
    expect(syncs.map(({ metadata }) => metadata)).toEqual(
      ['production', 'staging'].map(name => ({ name: `vad-service-${name}`, namespace: engines[engine].namespace })),
    );
    expect(JSON.stringify(manifests)).toContain(url);
    expect(JSON.stringify(manifests)).not.toContain('github.com');
  });

  test('has nothing in the namespace of an engine that is not there', () => {
    const namespaces = new Set(manifests.map(({ metadata }) => metadata.namespace ?? ''));
    const others = engineNames.filter(name => name !== engine).map(name => engines[name].namespace);
    expect(namespaces).toContain(engines[engine].namespace);
    expect(others.filter(name => namespaces.has(name))).toEqual([]);
  });

  test('gives the account of a run the rights of the verifiers, and none of the engine’s', () => {
    const bindings = localRunBindings(manifests);
    expect(bindings.map(binding => at(binding, 'roleRef.name'))).toContain('vad-verifier');
    expect(bindings.filter(binding => !/^vad-verifier\b/.test(String(at(binding, 'roleRef.name'))))).toEqual([]);
  });
});
