import { findBranch } from '../git/fetch.ts';
import { git, type Repository } from '../git/git.ts';
import type { GitHub } from '../github.ts';
import { listAt, numberAt, textAt } from '../json.ts';

const previewBranch = 'previews';
const pageSize = 100;

/** The pull requests that have a preview, by its branch in Git; none where there is no such branch. */
export async function listPreviews(repository: Repository): Promise<readonly number[]> {
  const head = await findBranch(repository, previewBranch);
  if (head === undefined) return [];
  const names = (await git(repository, 'ls-tree', '-d', '-z', '--name-only', head)).split('\0');
  return names.flatMap(name => (/^pr-[1-9]\d{0,8}$/.test(name) ? [Number(name.slice(3))] : []));
}

/**
 * Those previews whose pull request is not open, nor was it until a moment ago. Throws `github-*`: what cannot be asked is
 * no orphan.
 */
export async function findOrphans(
  github: GitHub,
  previews: readonly number[],
  { graceMs, now }: { readonly graceMs: number; readonly now: Date },
): Promise<readonly number[]> {
  if (previews.length === 0) return [];
  const open = await listOpen(github);
  const orphans: number[] = [];
  for (const number of previews.filter(one => !open.has(one))) {
    const closedAt = await closingTime(github, number);
    if (now.getTime() - closedAt >= graceMs) orphans.push(number);
  }
  return orphans;
}

async function listOpen(github: GitHub): Promise<ReadonlySet<number>> {
  const open = new Set<number>();
  for (let page = 1; ; page++) {
    const parameters = { state: 'open', per_page: pageSize, page };
    const pulls = listAt((await github.call('GET /repos/{owner}/{repo}/pulls', parameters)).data);
    for (const pull of pulls) open.add(numberAt(pull, 'number'));
    if (pulls.length < pageSize) return open;
  }
}

// 0, which is long ago, where there is no such pull request; now where it was opened again meanwhile.
async function closingTime(github: GitHub, pull_number: number): Promise<number> {
  const answer = await github.call('GET /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number }, [404]);
  if (answer.status === 404) return 0;
  return Date.parse(textAt(answer.data, 'closed_at')) || Date.now();
}
