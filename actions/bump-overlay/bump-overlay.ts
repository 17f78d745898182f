import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../toolkit/errors.ts';
import { completeHistory, fetchBranch, git, isAncestor, needCommit, type Repository } from '../toolkit/git.ts';
import { shortDigest } from '../toolkit/image.ts';
import { render } from '../toolkit/kustomize.ts';
import { overlayPath, releasePath } from '../toolkit/manifest-names.ts';
import { backoffMs, formatDuration, sleep } from '../toolkit/poll.ts';
import { editRelease, type Release, readRelease } from '../toolkit/release-file.ts';
import { say } from '../toolkit/report.ts';
import { withWorktree } from '../toolkit/worktree.ts';
import { commitRelease, pushCommit, pushError } from './commit.ts';
import { decide, type Relation } from './decide.ts';
import { unexpectedChanges } from './guard.ts';
import type { BumpInputs } from './inputs.ts';

export interface Bump {
  readonly outcome: 'committed' | 'noop' | 'superseded';
  /** The bump's commit, or the branch's head where nothing was written. */
  readonly commit: string;
  /** What was recorded before; undefined before the first bump. */
  readonly previous: Release | undefined;
  /** What is recorded now. */
  readonly current: Release;
  readonly attempts: number;
}

type Attempt = { readonly kind: 'ended'; readonly bump: Bump } | { readonly kind: 'raced'; readonly said: string };

const maxAttempts = 10;

/**
 * Records a release in an environment's release file on the branch. The push is the compare-and-swap: after a lost
 * race it decides again on the new head. Throws `bump-*`, `render-*` and `release-file-invalid`.
 */
export async function bumpOverlay(inputs: BumpInputs, repository: Repository): Promise<Bump> {
  await completeHistory(repository);
  await needCommit(repository, inputs.release.sourceCommit);
  const head = await fetchBranch(repository, inputs.branch);
  return withWorktree(repository, head, tree => bumpIn(tree, inputs));
}

async function bumpIn(tree: Repository, inputs: BumpInputs): Promise<Bump> {
  for (let number = 1; ; number++) {
    const attempt = await tryOnce(tree, inputs, number);
    if (attempt.kind === 'ended') return attempt.bump;
    if (number === maxAttempts) {
      throw new ActionError('bump-contended', `All ${maxAttempts} pushes were overtaken. The last:\n${attempt.said}`);
    }
    const wait = backoffMs(number, { firstMs: 500, factor: 1.5, capMs: 15_000 });
    say(`push ${number} of ≤ ${maxAttempts} was overtaken; on the new head again in ${formatDuration(wait)}`);
    await sleep(wait, inputs.signal);
  }
}

async function tryOnce(tree: Repository, inputs: BumpInputs, attempts: number): Promise<Attempt> {
  const head = await fetchBranch(tree, inputs.branch);
  await git(tree, 'checkout', '--quiet', '--force', '--detach', head);
  const file = join(tree.dir, releasePath(inputs.environment));
  const text = await readReleaseText(file, inputs);
  const recorded = readRelease(text);
  const wanted = inputs.release;
  const relation = recorded ? await relate(tree, wanted.sourceCommit, recorded.sourceCommit) : 'newer';
  const decision = decide({ recorded, wanted, relation, rebuild: inputs.rebuild });
  if (decision.kind === 'refused')
    throw new ActionError(decision.code, `Not released to ${inputs.environment}: ${decision.reason}.`);
  if (decision.kind !== 'edit') {
    const current = recorded ?? wanted;
    return { kind: 'ended', bump: { outcome: decision.kind, commit: head, previous: recorded, current, attempts } };
  }
  say(
    `on head ${head.slice(0, 12)}: ${recorded ? shortDigest(recorded.digest) : '(none)'} → ${shortDigest(wanted.digest)}`,
  );
  await edit(tree, inputs, file, text, recorded);
  const commit = await commitRelease(tree, inputs.environment, wanted, inputs.run);
  const { outcome, said } = await pushCommit(tree, inputs.branch);
  if (outcome === 'raced') return { kind: 'raced', said };
  if (outcome !== 'landed') throw pushError(outcome, inputs.branch, said);
  return { kind: 'ended', bump: { outcome: 'committed', commit, previous: recorded, current: wanted, attempts } };
}

async function readReleaseText(file: string, { environment, branch }: BumpInputs): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const path = releasePath(environment);
    throw new ActionError('release-file-invalid', `There is no ${path} on ${branch}.`, { cause });
  }
}

async function relate(tree: Repository, wanted: string, recorded: string): Promise<Relation> {
  if (wanted === recorded) return 'same';
  await needCommit(tree, recorded);
  if (await isAncestor(tree, recorded, wanted)) return 'newer';
  return (await isAncestor(tree, wanted, recorded)) ? 'older' : 'diverged';
}

async function edit(
  tree: Repository,
  { environment, release }: BumpInputs,
  file: string,
  text: string,
  recorded: Release | undefined,
): Promise<void> {
  const before = await render(tree, overlayPath(environment));
  await writeFile(file, editRelease(text, release));
  const after = await render(tree, overlayPath(environment));
  const unexpected = unexpectedChanges({ before, after, recorded, wanted: release });
  if (unexpected.length === 0) return;
  const list = unexpected.map(change => `- ${change}`).join('\n');
  throw new ActionError('render-changed', `This bump would change more than the image and its record:\n${list}`);
}
