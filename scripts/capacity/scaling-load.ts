import type { Step } from './step.ts';

/** As many as the HPA starts with. */
const PODS = 2;
/** What a pod requests: 100 %, where the HPA aims at 70. Sessions cost more CPU apart than together, so it will be more. */
const CORES_PER_POD = 0.2;

/** How many sessions load all pods clearly above what the HPA aims at, going by what they cost the one pod. */
export function scalingLoad({ sessions, cpuCores }: Pick<Step, 'sessions' | 'cpuCores'>): number {
  return Math.ceil((PODS * CORES_PER_POD) / (cpuCores / sessions));
}
