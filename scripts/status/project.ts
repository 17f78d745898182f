import { git, type Repository } from '../../actions/toolkit/git/git.ts';
import type { EngineName } from '../local/engines.ts';
import type { LastRun } from '../local/workflow.ts';
import { collectEnvironment, type EnvironmentStatus } from './collect.ts';
import { readHistory } from './history.ts';
import { type Preview, readPreviews } from './previews.ts';
import type { HistoryEvent } from './timeline.ts';

/** All that `npm run status` knows. */
export interface ProjectStatus {
  readonly repository: string;
  readonly engine: EngineName;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly main: { readonly commit: string; readonly title: string; readonly at: string };
  readonly environments: readonly EnvironmentStatus[];
  /** Of all environments, newest first. */
  readonly history: readonly HistoryEvent[];
  readonly previews: readonly Preview[];
  readonly lastRun: LastRun | null;
}

export interface Project {
  readonly name: string;
  readonly engine: EngineName;
  readonly environments: readonly string[];
  /** A bare repository. */
  readonly repository: Repository;
  readonly lastRun: LastRun | undefined;
}

/** What Git alone knows: the part that needs no cluster. */
export type GitStatus = Pick<ProjectStatus, 'main' | 'history' | 'previews'>;

/** Reads Git, the engine and the cluster. */
export async function collectProject(project: Project): Promise<ProjectStatus> {
  const { name, engine, environments, repository, lastRun } = project;
  const known = await collectGit(repository, environments);
  const statuses: EnvironmentStatus[] = [];
  // One after the other: each makes a work tree in the repository for its renders.
  for (const one of environments) statuses.push(await collectEnvironment(one, engine, repository, known.main.commit));
  return {
    repository: name,
    engine,
    madeAt: new Date().toISOString(),
    ...known,
    environments: statuses,
    lastRun: lastRun ?? null,
  };
}

/** Reads main, what happened to the environments, and the previews, from a bare repository. */
export async function collectGit(repository: Repository, environments: readonly string[]): Promise<GitStatus> {
  const [head, previews, ...histories] = await Promise.all([
    git(repository, 'log', '--max-count=1', '-z', '--format=%H%x00%ct%x00%s', 'main', '--'),
    readPreviews(repository),
    ...environments.map(environment => readHistory(repository, environment)),
  ]);
  const [commit = '', seconds, title = ''] = head.split('\0');
  return {
    main: { commit, title, at: new Date(Number(seconds) * 1000).toISOString() },
    history: histories.flat().toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)),
    previews,
  };
}
