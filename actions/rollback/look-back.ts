import { git, type Repository } from '../toolkit/git.ts';
import { operationTrailer } from '../toolkit/manifest-names.ts';
import { releaseHistory } from '../toolkit/release/history.ts';
import type { Release } from '../toolkit/release-file.ts';
import type { Wish } from './wish.ts';

export interface Past {
  /** What made the release file name the digest that it names now: the trailer `Operation` of that commit; '' without one. */
  readonly setBy: string;
  /** What the file recorded before, newest first: as far as the wish needs. */
  readonly releases: readonly Release[];
}

/** Looks back through a release file's history: to the digest before, or to the one that is wished for. */
export async function lookBack(
  tree: Repository,
  head: string,
  environment: string,
  { current, wish }: { readonly current: Release; readonly wish: Wish },
): Promise<Past> {
  const releases: Release[] = [];
  let setter = head;
  for await (const { commit, release } of releaseHistory(tree, head, environment)) {
    if (release?.digest === current.digest && releases.length === 0) setter = commit;
    else if (release) releases.push(release);
    else break; // before the first release
    if (isEnough(wish, releases)) break;
  }
  return { setBy: await operationOf(tree, setter), releases };
}

function isEnough(wish: Wish, releases: readonly Release[]): boolean {
  if (wish.kind === 'digest') return releases.some(({ digest }) => digest === wish.digest);
  return releases.length > 0;
}

async function operationOf(tree: Repository, commit: string): Promise<string> {
  const format = `--format=%(trailers:key=${operationTrailer},valueonly=true)`;
  return (await git(tree, 'show', '--no-patch', format, commit)).trim();
}
