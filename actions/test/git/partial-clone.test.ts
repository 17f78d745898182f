import { expect, test } from 'vitest';
import { findBranch } from '../../toolkit/git/fetch.ts';
import { tryGit } from '../../toolkit/git/git.ts';
import { requestBlobs } from '../../toolkit/git/partial-clone.ts';
import { withPrivateRepository } from '../../toolkit/git/private-repository.ts';
import { readFilesAt } from '../../toolkit/git/read-file.ts';
import { git, makeRepositories } from '../repositories.ts';
import { checkoutOverHttp } from './history.ts';

const files = { 'a.txt': 'a', 'b.txt': 'b', 'kustomize/c.yaml': 'c', 'kustomize/d.yaml': 'd' };

test('blobs come in one request for all, and only those that were asked for', async () => {
  const repositories = makeRepositories(files);
  const blob = (path: string) => git(repositories.bare, 'rev-parse', `main:${path}`);
  const { checkout, host } = await checkoutOverHttp(repositories);
  await withPrivateRepository(checkout, {}, async repository => {
    const head = (await findBranch(repository, 'main')) ?? '';
    const fetched = host.requests.length;
    const has = async (path: string) => (await tryGit(repository, 'cat-file', '-e', blob(path))).code === 0;
    expect(await has('a.txt')).toBe(false);
    expect(host.requests.length).toBe(fetched);

    await Promise.all([requestBlobs(repository, [blob('a.txt')]), requestBlobs(repository, [blob('a.txt')])]);
    expect([await has('a.txt'), await has('b.txt')]).toEqual([true, false]);
    expect(host.requests.slice(fetched)).toEqual(['GET upload-pack', 'POST upload-pack']);

    // One of the manifests brings the others.
    expect(await readFilesAt(repository, head, ['kustomize/c.yaml', 'kustomize/none'])).toEqual(['c', undefined]);
    expect(await readFilesAt(repository, head, ['kustomize/d.yaml'])).toEqual(['d']);
    expect(host.requests.slice(fetched)).toHaveLength(4);
  });
});
