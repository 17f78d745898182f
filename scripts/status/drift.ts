import type { EnvironmentStatus } from './collect.ts';

/** Something that is otherwise in the cluster than in Git. */
export interface Drift {
  readonly what: string;
  readonly git: string;
  readonly live: string;
}

type Compared = Pick<EnvironmentStatus, 'git' | 'sync' | 'live' | 'hpa'>;

/** What differs between Git and the cluster, in the order in which a person looks at it. Pure. */
export function findDrift({ git, sync, live, hpa }: Compared): readonly Drift[] {
  // Before the first release there is nothing to differ from.
  if (!git.digest) return [];
  return [
    ...differ('digest', git.digest, live.digest),
    ...(git.digest === live.digest ? differ('source', git.source, live.source) : []),
    ...(git.bounds ? differ('HPA bounds', `${git.bounds.min}–${git.bounds.max}`, boundsOf(hpa)) : []),
    ...(git.bounds?.cpuTarget && hpa.max > 0 ? differ('CPU target', `${git.bounds.cpuTarget} %`, cpuOf(hpa)) : []),
    ...(sync.problem ? [{ what: 'sync', git: 'in step', live: sync.problem }] : []),
  ];
}

function differ(what: string, git: string, live: string): Drift[] {
  return git === live ? [] : [{ what, git, live: live || 'none' }];
}

function boundsOf({ min, max }: EnvironmentStatus['hpa']): string {
  return max === 0 ? 'none' : `${min}–${max}`;
}

function cpuOf({ cpuTarget }: EnvironmentStatus['hpa']): string {
  return cpuTarget === null ? 'none' : `${cpuTarget} %`;
}
