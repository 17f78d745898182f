import { at, listAt, textAt } from '../../actions/toolkit/json.ts';
import { type Cluster, getJson } from '../../actions/toolkit/kubectl.ts';
import { type EngineName, engines } from '../local/engines.ts';

/** How far an engine is, in its own words; each empty where there is nothing to say. */
export interface SyncStatus {
  readonly status: string;
  readonly revision: string;
  readonly problem: string;
}

/** Where an engine puts an environment, and how far it is. */
export interface Synced {
  readonly namespace: string;
  readonly sync: SyncStatus;
}

/** Asks an environment's engine, by the objects of kustomize/clusters/. */
export const collectSync: Readonly<Record<EngineName, (cluster: Cluster, environment: string) => Promise<Synced>>> = {
  async argocd(cluster, environment) {
    const application = await getObject(cluster, 'applications.argoproj.io', engines.argocd.namespace, environment);
    return { namespace: textAt(application, 'spec', 'destination', 'namespace'), sync: readApplication(application) };
  },
  async flux(cluster, environment) {
    const { namespace } = engines.flux;
    const [source, kustomization] = await Promise.all([
      getObject(cluster, 'gitrepositories.source.toolkit.fluxcd.io', namespace, environment),
      getObject(cluster, 'kustomizations.kustomize.toolkit.fluxcd.io', namespace, environment),
    ]);
    return { namespace: textAt(kustomization, 'spec', 'targetNamespace'), sync: readFlux(source, kustomization) };
  },
};

async function getObject(cluster: Cluster, resource: string, namespace: string, environment: string) {
  return await getJson(cluster, [resource, `vad-service-${environment}`, '--namespace', namespace]);
}

/** What an Application says; a problem is the first condition that is an error. */
export function readApplication(application: unknown): SyncStatus {
  const errors = listAt(application, 'status', 'conditions').filter(item => textAt(item, 'type').endsWith('Error'));
  return {
    status: textAt(application, 'status', 'sync', 'status') || 'Unknown',
    revision: textAt(application, 'status', 'sync', 'revision'),
    problem: textAt(errors[0], 'message'),
  };
}

/** What a GitRepository and its Kustomization say; the revision is the applied one. */
export function readFlux(source: unknown, kustomization: unknown): SyncStatus {
  return {
    status: textAt(readyOf(kustomization), 'reason') || 'Unknown',
    // main@sha1:<commit>
    revision: textAt(kustomization, 'status', 'lastAppliedRevision').replace(/^.*:/, ''),
    problem: fluxProblem(source) || fluxProblem(kustomization),
  };
}

function fluxProblem(object: unknown): string {
  if (at(object, 'spec', 'suspend') === true) return `its ${textAt(object, 'kind')} is suspended`;
  const ready = readyOf(object);
  return textAt(ready, 'status') === 'False' ? textAt(ready, 'message') : '';
}

function readyOf(object: unknown): unknown {
  return listAt(object, 'status', 'conditions').find(item => textAt(item, 'type') === 'Ready');
}
