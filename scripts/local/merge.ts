import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { $ } from 'zx';
import { releasePath, runTrailer } from '../../actions/toolkit/manifest-names.ts';
import { clearRelease } from '../../actions/toolkit/release-file.ts';
import { Failure } from '../failure.ts';
import { ensureRepository, repositoryUrl } from './git.ts';
import type { Ports } from './ports.ts';
import { statePath } from './state.ts';

export interface Merge {
  /** Checkout of the Git host's main at `after`; throw-away. */
  readonly checkout: string;
  readonly before: string;
  /** The merge; where nothing was pushed, the newest commit of main that no run of ours has made. */
  readonly after: string;
  /** False where main held the commit already. */
  readonly pushed: boolean;
}

const NO_COMMIT = '0'.repeat(40);

/**
 * Does what GitHub's merge button does: merges a commit of the user's repository into main of the local Git host. What each
 * environment runs is the Git host's own: its release files stay as they are there. The user's repository is only read.
 */
export async function mergeIntoMain(
  ports: Ports,
  name: string,
  source: string,
  commit: string,
  folder = name,
): Promise<Merge> {
  await ensureRepository(name);
  const checkout = await freshCheckout(ports, name, folder);
  const git = $({ cwd: checkout, quiet: true });
  await fetchCommit(checkout, source, commit);
  const { before, pushed } = await mergeAndPush(checkout, commit);
  const after = (
    await git`git rev-list -1 --first-parent --invert-grep --grep=${`^${runTrailer}:`} HEAD`
  ).stdout.trim();
  await git`git checkout --quiet -B main ${after}`;
  return { checkout, before, after, pushed };
}

/** Merges into what main is at that moment, and again where it has moved before the push. */
async function mergeAndPush(checkout: string, commit: string): Promise<Pick<Merge, 'before' | 'pushed'>> {
  const git = $({ cwd: checkout, quiet: true });
  for (;;) {
    const before = await mainOf(checkout);
    if (before === NO_COMMIT) await begin(checkout, commit);
    else await merge(checkout, commit);
    if ((await git`git rev-parse HEAD`).stdout.trim() === before) return { before, pushed: false };
    if (await pushMain(checkout, before)) return { before, pushed: true };
  }
}

/** Pushes the checkout's HEAD to main; false where main is no longer at `before`, which the checkout knows then. */
export async function pushMain(checkout: string, before: string): Promise<boolean> {
  const git = $({ cwd: checkout, quiet: true });
  const push = await git({ nothrow: true })`git push --quiet origin HEAD:refs/heads/main`;
  if (push.exitCode === 0) return true;
  await git`git fetch --quiet origin`;
  if ((await mainOf(checkout)) !== before) return false;
  throw new Failure('The Git host takes no push.', { cause: new Error(push.stderr.trim()) });
}

async function mainOf(checkout: string): Promise<string> {
  const head = await $({ cwd: checkout, quiet: true, nothrow: true })`git rev-parse --verify --quiet origin/main`;
  return head.stdout.trim() || NO_COMMIT;
}

/** A clone of a repository of the Git host that knows its newest commits, made where it is not there yet; its folder. */
export async function freshCheckout(ports: Ports, name: string, folder = name): Promise<string> {
  const checkout = statePath('checkouts', folder);
  const run = $({ quiet: true });
  if (!existsSync(checkout)) await run`git clone --quiet ${repositoryUrl(ports, name)} ${checkout}`;
  const git = $({ cwd: checkout, quiet: true });
  await git`git remote set-url origin ${repositoryUrl(ports, name)}`;
  await git`git fetch --quiet --prune origin`;
  // The Git host's own identity, and none of the user's signing or hooks.
  await git`git config user.name ${'local Git host'}`;
  await git`git config user.email git@localhost`;
  await git`git config commit.gpgsign false`;
  await git`git config core.hooksPath /dev/null`;
  return checkout;
}

async function fetchCommit(checkout: string, source: string, commit: string): Promise<void> {
  const shallow = await $({ quiet: true })`git -C ${source} rev-parse --is-shallow-repository`;
  if (shallow.stdout.trim() === 'true') {
    throw new Failure('This clone is shallow: it lacks the history that a merge needs.', {
      next: '`git fetch --unshallow` completes it.',
    });
  }
  await $({ cwd: checkout, quiet: true })`git fetch --quiet --no-tags ${source} ${commit}`;
}

/** The first main: the commit, with nothing released; what GitHub's environments run is not what these do. */
async function begin(checkout: string, commit: string): Promise<void> {
  const git = $({ cwd: checkout, quiet: true });
  await git`git checkout --quiet --detach ${commit}`;
  for (const environment of readdirSync(join(checkout, 'kustomize', 'overlays'))) {
    const file = join(checkout, releasePath(environment));
    writeFileSync(file, clearRelease(readFileSync(file, 'utf8')));
  }
  const changed = await git`git status --porcelain`;
  if (changed.stdout) await git`git commit --quiet --all --message ${'Begin with nothing released'}`;
}

async function merge(checkout: string, commit: string): Promise<void> {
  const git = $({ cwd: checkout, quiet: true, nothrow: true });
  await git`git checkout --quiet --force --detach origin/main`;
  await git`git clean --quiet -ffdx`;
  const merged = await git`git merge --quiet --no-commit --no-ff ${commit}`;
  const underWay = await git`git rev-parse --verify --quiet MERGE_HEAD`;
  if (underWay.exitCode !== 0 && merged.exitCode === 0) return; // main holds it already
  const releases = (await git`git ls-tree -r --name-only origin/main -- kustomize/overlays`).stdout
    .split('\n')
    .filter(file => file.includes('/release/'));
  if (releases.length > 0) await git`git checkout --quiet origin/main -- ${releases}`;
  const unmerged = await git`git diff --name-only --diff-filter=U`;
  if (underWay.exitCode === 0 && unmerged.stdout === '') {
    await $({ cwd: checkout, quiet: true })`git commit --quiet --message ${`Merge commit ${commit.slice(0, 12)}`}`;
    return;
  }
  await git`git merge --abort`;
  throw new Failure(`${commit.slice(0, 12)} cannot be merged into the local Git host's main.`, {
    cause: new Error(`${merged.stdout}${merged.stderr}`.trim()),
    next: 'As on GitHub, resolve it in your branch; or `npm run down` and `npm run up` begin with a new main.',
  });
}
