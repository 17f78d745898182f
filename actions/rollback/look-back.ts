import { git, type Repository } from '../toolkit/git/git.ts';
import { operationTrailer, runTrailer } from '../toolkit/manifest-names.ts';
import { releaseHistory } from '../toolkit/release/history.ts';
import type { Release } from '../toolkit/release-file.ts';
import type { Wish } from './wish.ts';

export interface Past {
  /** What made the release file name the digest that it names now. */
  readonly setBy: Setter;
  /** What the file recorded before, newest first: as far as the wish needs. */
  readonly releases: readonly Release[];
}

/** A commit by its trailers; '' for each that it lacks. */
export interface Setter {
  /** `rollback`; a bump has none. */
  readonly operation: string;
  /** The run that made it. */
  readonly run: string;
}

/** Looks back through a release file's history: to the digest before, or to the one that is wished for. */
export async function lookBack(
  repository: Repository,
  head: string,
  environment: string,
  { current, wish }: { readonly current: Release; readonly wish: Wish },
): Promise<Past> {
  const releases: Release[] = [];
  let setter = head;
  for (const { commit, release } of await releaseHistory(repository, head, environment)) {
    if (release?.digest === current.digest && releases.length === 0) setter = commit;
    else if (release) releases.push(release);
    else break; // before the first release
    if (isEnough(wish, releases)) break;
  }
  return { setBy: await readSetter(repository, setter), releases };
}

function isEnough(wish: Wish, releases: readonly Release[]): boolean {
  if (wish.kind === 'digest') return releases.some(({ digest }) => digest === wish.digest);
  return releases.length > 0;
}

async function readSetter(repository: Repository, commit: string): Promise<Setter> {
  const trailer = (name: string) =>
    git(repository, 'show', '--no-patch', `--format=%(trailers:key=${name},valueonly=true)`, commit);
  const [operation, run] = await Promise.all([trailer(operationTrailer), trailer(runTrailer)]);
  return { operation: operation.trim(), run: run.trim() };
}
