import { ActionError, asActionError } from '../toolkit/errors.ts';
import { ensureCommit, isAncestor, unshallow } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { readFileAt } from '../toolkit/git/read-file.ts';
import { renderAt, renderedDigest } from '../toolkit/kustomize.ts';
import type { Position } from '../toolkit/sync/judge.ts';
import { type Rendered, readRendered } from './subject.ts';

/** What an overlay renders at the wanted commit. */
export interface Wanted {
  readonly wanted: string;
  readonly digest: string;
  readonly rendered: Rendered;
  readonly path: string;
}

/** Answers, once for each commit, how it stands to the wanted one. */
export class Lineage {
  readonly #repository: Repository;
  readonly #wanted: string;
  readonly #digest: string;
  readonly #path: string;
  readonly #known = new Map<string, Position>();
  readonly #wantedRender: Rendered;
  readonly #rendered: Map<string, Rendered>;

  constructor(repository: Repository, { wanted, digest, rendered, path }: Wanted) {
    this.#repository = repository;
    this.#wanted = wanted;
    this.#digest = digest;
    this.#path = path;
    this.#wantedRender = rendered;
    this.#rendered = new Map([[wanted, rendered]]);
  }

  async place(commit: string): Promise<Position> {
    const position = this.#known.get(commit) ?? (await this.#find(commit));
    if (position === undefined) return 'before';
    this.#known.set(commit, position);
    return position;
  }

  /** What the overlay renders at the wanted commit. */
  get wanted(): Rendered {
    return this.#wantedRender;
  }

  /** Returns what the overlay renders at a commit that was placed at or after the wanted one; `undefined` for any other. */
  rendered(commit: string): Rendered | undefined {
    return this.#rendered.get(commit);
  }

  // undefined while the commit cannot be had: the next look asks again.
  async #find(commit: string): Promise<Position | undefined> {
    if (commit === this.#wanted) return 'wanted';
    await unshallow(this.#repository);
    if (!(await isObtainable(this.#repository, commit))) return undefined;
    if (!(await isAncestor(this.#repository, this.#wanted, commit))) return 'before';
    const manifests = await renderAt(this.#repository, commit, this.#path);
    this.#rendered.set(commit, readRendered(manifests));
    const digest = renderedDigest(manifests);
    return digest === this.#digest ? 'same-render' : 'other-digest';
  }
}

async function isObtainable(repository: Repository, commit: string): Promise<boolean> {
  try {
    await ensureCommit(repository, commit);
    return true;
  } catch (error) {
    if (asActionError(error).code === 'commit-unknown') return false;
    throw error;
  }
}

/** A file of a commit, as text. Throws `release-file-invalid` where there is none. */
export async function fileAt(repository: Repository, commit: string, path: string): Promise<string> {
  const text = await readFileAt(repository, commit, path);
  if (text !== undefined) return text;
  throw new ActionError('release-file-invalid', `There is no ${path} at ${commit.slice(0, 12)}.`);
}
