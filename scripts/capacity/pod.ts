import { listAt, numberAt, textAt } from '../../actions/toolkit/json.ts';
import { grpcPort } from '../../actions/toolkit/manifest-names.ts';
import { names } from '../local/state.ts';
import { isServing, readPod } from '../status/collect.ts';

/** A pod that answers. */
export interface RunningPod {
  readonly name: string;
  /** HOST:PORT of its gRPC; the host reaches it over the bridge. */
  readonly address: string;
  /** Its container's cgroup, below each hierarchy's root. */
  readonly cgroup: string;
  readonly restarts: number;
}

/** A pod as `kubectl get` tells it; undefined while it is not ready. */
export function readRunning(pod: unknown): RunningPod | undefined {
  if (!isServing(readPod(pod))) return undefined;
  const status = ['status', 'containerStatuses', 0] as const;
  const container = textAt(pod, ...status, 'containerID').replace(/^.*:\/\//, '');
  const quality = textAt(pod, 'status', 'qosClass').toLowerCase();
  const parents = [names.cgroup, 'kubepods', ...(quality === 'guaranteed' ? [] : [quality])];
  return {
    name: textAt(pod, 'metadata', 'name'),
    address: `${textAt(pod, 'status', 'podIP')}:${grpcPort}`,
    cgroup: [...parents, `pod${textAt(pod, 'metadata', 'uid')}`, container].join('/'),
    restarts: numberAt(pod, ...status, 'restartCount'),
  };
}

/** The pods of a list that answer, by name. */
export function readAllRunning(list: unknown): RunningPod[] {
  return listAt(list, 'items')
    .map(readRunning)
    .filter(pod => pod !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name));
}
