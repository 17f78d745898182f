import { engines } from '../../local/engines.ts';
import { kubectl } from '../../local/kubectl.ts';
import type { Environment, Stage } from '../cluster/stage.ts';

/** The engine's own object of an environment, as kubectl names it. */
export type EngineObject = readonly string[];

export function engineObject({ repository }: Stage, environment: Environment): EngineObject {
  const { engine, name } = repository;
  const kind = { argocd: 'applications.argoproj.io', flux: 'kustomizations.kustomize.toolkit.fluxcd.io' }[engine];
  return [kind, name.replace(/^test/, `vad-service-${environment}`), '--namespace', engines[engine].namespace];
}

export async function patchEngine(object: EngineObject, patch: object): Promise<void> {
  await kubectl(['patch', ...object, '--type', 'merge', '--patch', JSON.stringify(patch)]);
}

/** Patches of what tells an engine not to sync, or to sync again. */
export const pausing = (isPaused: boolean) => ({
  argocd: { spec: { syncPolicy: { automated: { enabled: !isPaused } } } },
  flux: { spec: { suspend: isPaused } },
});
