import type { Outcome } from '../exec.ts';
import { git, gitWithInput, type Repository, type RequestedBlobs, remote, tryGit } from './git.ts';
import { type FetchRequest, fetchFromOrigin, fetchOrThrow } from './network.ts';

/** Fetches commits and trees; without their blobs in a repository that requests those in batches. */
export function fetchHistory(repository: Repository, request: FetchRequest): Promise<Outcome> {
  const { blobs } = repository;
  if (!blobs) return fetchFromOrigin(repository, withOption(request, '--no-filter'));
  const filtered = withOption(request, '--filter=blob:none');
  return oneAtATime(blobs, () => withoutLazyFetch(repository, () => fetchFromOrigin(repository, filtered)));
}

/**
 * Makes blobs available, all of them in one request; what was requested before is not requested again. Does nothing in a
 * repository that has all of its blobs.
 */
export async function requestBlobs(repository: Repository, ids: readonly string[]): Promise<void> {
  const { blobs } = repository;
  if (!blobs) return;
  await oneAtATime(blobs, async () => {
    const missing = [...new Set(ids)].filter(id => !blobs.ids.has(id));
    if (missing.length === 0) return;
    await fetchBlobs(repository, missing);
    for (const id of missing) blobs.ids.add(id);
  });
}

async function fetchBlobs(repository: Repository, ids: readonly string[]): Promise<void> {
  const request = {
    // The commits that are here say nothing about blobs that are not.
    settings: ['fetch.negotiationAlgorithm=noop'],
    options: ['--filter=blob:none', '--no-write-fetch-head', '--stdin'],
    stdin: ids.map(id => `${id}\n`).join(''),
  };
  const { code } = await withoutLazyFetch(repository, () => fetchFromOrigin(repository, request));
  // A server without filters has sent every blob before; one that serves no unadvertised object sends all of them now.
  if (code === 0 || (await areHere(repository, ids))) return;
  const refspecs = await fetchedRefspecs(repository);
  await withoutLazyFetch(repository, () =>
    fetchOrThrow(repository, { options: ['--refetch', '--no-filter'], refspecs }),
  );
}

// A fetch with a filter makes origin a promisor remote, from which each later command would fetch one blob at a time. Nothing
// else of origin is in the file.
async function withoutLazyFetch<T>(repository: Repository, fetch: () => Promise<T>): Promise<T> {
  try {
    return await fetch();
  } finally {
    await tryGit({ ...repository, signal: undefined }, 'config', '--remove-section', `remote.${remote}`);
  }
}

function oneAtATime<T>(blobs: RequestedBlobs, work: () => Promise<T>): Promise<T> {
  const result = blobs.underWay.then(work);
  blobs.underWay = result.catch(() => undefined);
  return result;
}

async function areHere(repository: Repository, ids: readonly string[]): Promise<boolean> {
  const stdin = ids.map(id => `${id}\n`).join('');
  const found = await gitWithInput(repository, stdin, 'cat-file', '--batch-check');
  return !/ missing$/m.test(found);
}

async function fetchedRefspecs(repository: Repository): Promise<string[]> {
  const names = await git(repository, 'for-each-ref', '--format=%(refname:lstrip=3)', `refs/remotes/${remote}/`);
  return names.split('\n').map(name => `+refs/heads/${name}:refs/remotes/${remote}/${name}`);
}

function withOption(request: FetchRequest, option: string): FetchRequest {
  return { ...request, options: [...(request.options ?? []), option] };
}
