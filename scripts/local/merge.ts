import { existsSync } from 'node:fs';
import { $ } from 'zx';
import { runTrailer } from '../../actions/toolkit/manifest-names.ts';
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
 * Does what GitHub's merge button does: merges a commit of the user's repository into main of the local Git host.
 * The user's repository is only read.
 */
export async function mergeIntoMain(ports: Ports, name: string, source: string, commit: string): Promise<Merge> {
  await ensureRepository(name);
  const checkout = await freshCheckout(ports, name);
  const git = $({ cwd: checkout, quiet: true });
  await git`git fetch --quiet --no-tags ${source} ${commit}`;
  const head = await git({ nothrow: true })`git rev-parse --verify --quiet origin/main`;
  const before = head.stdout.trim() || NO_COMMIT;
  if (before === NO_COMMIT) await git`git checkout --quiet --detach ${commit}`;
  else await merge(checkout, commit);
  const pushed = (await git`git rev-parse HEAD`).stdout.trim() !== before;
  if (pushed) await git`git push --quiet origin HEAD:refs/heads/main`;
  const after = (
    await git`git rev-list -1 --first-parent --invert-grep --grep=${`^${runTrailer}:`} HEAD`
  ).stdout.trim();
  await git`git checkout --quiet -B main ${after}`;
  return { checkout, before, after, pushed };
}

async function freshCheckout(ports: Ports, name: string): Promise<string> {
  const checkout = statePath('checkouts', name);
  const run = $({ quiet: true });
  if (!existsSync(checkout)) await run`git clone --quiet ${repositoryUrl(ports, name)} ${checkout}`;
  const git = $({ cwd: checkout, quiet: true });
  await git`git remote set-url origin ${repositoryUrl(ports, name)}`;
  await git`git fetch --quiet --prune origin`;
  await git`git config user.name ${'local Git host'}`;
  await git`git config user.email git@localhost`;
  return checkout;
}

async function merge(checkout: string, commit: string): Promise<void> {
  const git = $({ cwd: checkout, quiet: true, nothrow: true });
  await git`git checkout --quiet --force --detach origin/main`;
  await git`git clean --quiet -ffdx`;
  const message = `Merge commit ${commit.slice(0, 12)}`;
  const merged = await git`git merge --quiet --no-edit --no-ff --message ${message} ${commit}`;
  if (merged.exitCode === 0) return;
  await git`git merge --abort`;
  throw new Failure(`${commit.slice(0, 12)} cannot be merged into the local Git host's main.`, {
    cause: new Error((merged.stdout + merged.stderr).trim()),
    next: 'As on GitHub, resolve it in your branch; or `npm run down` and `npm run up` begin with a new main.',
  });
}
