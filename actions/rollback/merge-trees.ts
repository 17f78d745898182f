import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withIndex, writeTree } from '../toolkit/git/commit.ts';
import { git, gitWithInput, type Repository, tryGit } from '../toolkit/git/git.ts';
import { requestBlobs } from '../toolkit/git/partial-clone.ts';
import { readBlobContents } from '../toolkit/git/read-file.ts';
import { withTemporaryFolder } from '../toolkit/git/temporary-folder.ts';

/** Three trees, or commits: what differs between `base` and `theirs` is applied to `ours`. */
export interface Merge {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export type Merged =
  | { readonly kind: 'merged'; readonly tree: string }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] };

/** Merges trees without a work tree, as `git revert` and `git cherry-pick` do. */
export function mergeTrees(repository: Repository, { base, ours, theirs }: Merge): Promise<Merged> {
  return withIndex(repository, undefined, async indexed => {
    await git(indexed, 'read-tree', '-i', '-m', '--aggressive', base, ours, theirs);
    const unmerged = await listUnmerged(indexed);
    const taken = await changedBlobs(indexed, base, theirs);
    await requestBlobs(indexed, [...taken, ...unmerged.flatMap(({ objects }) => objects)]);
    const paths: string[] = [];
    for (const file of unmerged) if (!(await mergeFile(indexed, file))) paths.push(file.path);
    return paths.length > 0 ? { kind: 'conflict', paths } : { kind: 'merged', tree: await writeTree(indexed) };
  });
}

// What the merge takes from `theirs` as it is: a push sends it, also where the server has had it before.
async function changedBlobs(repository: Repository, base: string, theirs: string): Promise<string[]> {
  const raw = await git(repository, 'diff-tree', '-r', '-z', '--no-renames', base, theirs);
  const objects = [...raw.matchAll(/:\d+ 1[02]0\d+ [0-9a-f]+ ([0-9a-f]+) /g)].map(([, object = '']) => object);
  return objects.filter(object => !/^0+$/.test(object));
}

interface Unmerged {
  readonly path: string;
  readonly mode: string;
  /** Of base, ours and theirs; fewer where one has no such file. */
  readonly objects: readonly string[];
}

async function listUnmerged(indexed: Repository): Promise<Unmerged[]> {
  const listed = await git(indexed, 'ls-files', '--unmerged', '-z');
  const stages = [...listed.matchAll(/(\d+) ([0-9a-f]+) [123]\t([^\0]+)\0/g)];
  return [...new Set(stages.map(([, , , path = '']) => path))].map(path => {
    const own = stages.filter(stage => stage[3] === path);
    const [base, ours, theirs] = own.map(([, mode = '']) => mode);
    const mode = (base === ours ? theirs : ours) ?? '';
    return { path, mode, objects: own.map(([, , object = '']) => object) };
  });
}

async function mergeFile(indexed: Repository, { path, mode, objects }: Unmerged): Promise<boolean> {
  const [base, ours, theirs] = await readBlobContents(indexed, objects);
  if (!base || !ours || !theirs) return false;
  return withTemporaryFolder(indexed, 'merge', async dir => {
    await Promise.all(Object.entries({ base, ours, theirs }).map(([name, text]) => writeFile(join(dir, name), text)));
    const files = ['ours', 'base', 'theirs'].map(name => join(dir, name));
    if ((await tryGit(indexed, 'merge-file', '--quiet', ...files)).code !== 0) return false;
    const object = await git(indexed, 'hash-object', '-w', '--no-filters', join(dir, 'ours'));
    indexed.blobs?.ids.add(object);
    const lines = `0 ${'0'.repeat(40)}\t${path}\0${mode} ${object}\t${path}\0`;
    await gitWithInput(indexed, lines, 'update-index', '-z', '--index-info');
    return true;
  });
}
