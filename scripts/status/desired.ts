import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bounds, renderedBounds } from '../../actions/toolkit/bounds.ts';
import { exportTree, type Repository } from '../../actions/toolkit/git/git.ts';
import { readBlobs } from '../../actions/toolkit/git/read-file.ts';
import { type Hold, isInForce, readHolds } from '../../actions/toolkit/hold.ts';
import { render } from '../../actions/toolkit/kustomize.ts';
import { holdPath, overlayPath, releasePath } from '../../actions/toolkit/manifest-names.ts';
import { readBounds } from '../../actions/toolkit/release-bounds.ts';
import { readRelease } from '../../actions/toolkit/release-file.ts';
import type { Temporary } from '../../actions/toolkit/scale-expiry.ts';

/** A hold, and whether it counts now. */
export interface HoldStatus extends Hold {
  readonly isInForce: boolean;
}

/** What Git says of an environment; what it does not say is '' or null. */
export interface Desired {
  readonly commit: string;
  readonly digest: string;
  readonly source: string;
  /** As the overlay renders them at that commit. */
  readonly bounds: Bounds | null;
  readonly temporary: Temporary | null;
  readonly holds: readonly HoldStatus[];
  /** What cannot be read there, each as a sentence or more. */
  readonly problems: readonly string[];
}

/** Reads an environment at a commit of a repository. Nothing that is wrong with its files throws. */
export async function readDesired(repository: Repository, commit: string, environment: string): Promise<Desired> {
  const names = [releasePath(environment), holdPath(environment)].map(path => `${commit}:${path}`);
  const [file, held] = await readBlobs(repository, names);
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  const release = attempt(() => readRelease(file ?? ''));
  const temporary = attempt(() => readBounds(file ?? '').temporary);
  const holds = held === undefined ? [] : (attempt(() => readHolds(held)) ?? []);
  const bounds = await renderBounds(repository, commit, environment).catch((error: Error) => {
    problems.push(error.message);
  });
  return {
    commit,
    digest: release?.digest ?? '',
    source: release?.sourceCommit ?? '',
    bounds: bounds ?? null,
    temporary: temporary ?? null,
    holds: holds.map(hold => ({ ...hold, isInForce: isInForce(hold, new Date()) })),
    problems: [...new Set(problems)],
  };
}

async function renderBounds(repository: Repository, commit: string, environment: string): Promise<Bounds | undefined> {
  const parent = await mkdtemp(join(tmpdir(), 'vad-gitops-status-'));
  try {
    await exportTree(repository, commit, ['kustomize'], parent);
    return renderedBounds(await render({ dir: parent }, overlayPath(environment)));
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}
