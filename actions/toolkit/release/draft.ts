import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { commitChanges } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { withManifests } from '../git/write-files.ts';
import { formatMessage, type Message } from './commit-message.ts';

/** The manifests of a commit in a temporary folder, where they can be rendered, and what the next commit changes in them. */
export interface Draft {
  readonly repository: Repository;
  /** The commit that the next one is made on. */
  readonly base: string;
  /** The folder. */
  readonly dir: string;
  readonly signal: AbortSignal | undefined;
  readonly changes: Map<string, string | undefined>;
}

/** Gives `work` a draft on a commit, and removes its folder. Throws `render-failed` as `withManifests` does. */
export function withDraft<T>(repository: Repository, base: string, work: (draft: Draft) => Promise<T>): Promise<T> {
  const { signal } = repository;
  return withManifests(repository, base, dir => work({ repository, base, dir, signal, changes: new Map() }));
}

/** Writes a file of a draft. */
export async function writeDraft({ dir, changes }: Draft, path: string, text: string): Promise<void> {
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  changes.set(path, text);
}

/** Removes a file of a draft, if it is there. */
export async function removeFromDraft({ dir, changes }: Draft, path: string): Promise<void> {
  await rm(join(dir, path), { force: true });
  changes.set(path, undefined);
}

/** Commits what was changed in a draft; returns the commit's id. The draft can be committed again with another message. */
export function commitDraft({ repository, base, changes }: Draft, message: Message): Promise<string> {
  return commitChanges(repository, { parent: base, message: formatMessage(message) }, changes);
}
