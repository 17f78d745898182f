// A GitRepository and a Kustomization as source-controller 1.3 and kustomize-controller 1.9 write them.

interface Options {
  readonly status?: Record<string, unknown>;
  readonly annotations?: Record<string, string>;
  readonly suspend?: boolean;
  readonly generation?: number;
}

const succeeded = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };

/** The source at a commit. */
export function gitRepository(revision: string, options: Options = {}): unknown {
  const { status = {}, annotations = {}, suspend, generation = 1 } = options;
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'vad-service', namespace: 'flux-system', generation, annotations },
    spec: { interval: '1m0s', ref: { branch: 'main' }, ...(suspend === undefined ? {} : { suspend }) },
    status: {
      observedGeneration: 1,
      artifact: { revision: `main@sha1:${revision}`, lastUpdateTime: '2026-01-01T00:00:00Z' },
      conditions: [{ ...succeeded, reason: 'Succeeded', message: 'stored artifact' }],
      ...status,
    },
  };
}

/** The Kustomization that has applied a commit. */
export function kustomization(revision: string, options: Options = {}): unknown {
  const { status = {}, annotations = {}, suspend, generation = 1 } = options;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'vad-service-staging', namespace: 'flux-system', generation, annotations },
    spec: { path: './kustomize/overlays/staging', ...(suspend === undefined ? {} : { suspend }) },
    status: {
      observedGeneration: 1,
      lastAppliedRevision: `main@sha1:${revision}`,
      lastAttemptedRevision: `main@sha1:${revision}`,
      conditions: [{ ...succeeded, reason: 'ReconciliationSucceeded', message: `Applied revision: ${revision}` }],
      ...status,
    },
  };
}
