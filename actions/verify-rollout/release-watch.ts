import { fetchBranch, isAncestor } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { shortDigest } from '../toolkit/image.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { readRelease } from '../toolkit/release-file.ts';
import { fileAt } from './lineage.ts';

const everyMs = 10_000;
const limitMs = 10_000;

export interface Wanted {
  readonly branch: string;
  readonly environment: string;
  readonly revision: string;
  readonly digest: string;
}

/** Looks, every few seconds, whether the branch's release file has come to name another digest. */
export class ReleaseWatch {
  readonly #repository: Repository;
  readonly #wanted: Wanted;
  #lookedAt = 0;
  #known: { readonly head: string; readonly other: string | undefined } | undefined;

  constructor(repository: Repository, wanted: Wanted) {
    this.#repository = repository;
    this.#wanted = wanted;
  }

  /**
   * What has taken the place of the wanted release, in words; undefined where nothing has, or where Git cannot tell now.
   * @param isPressing looks also when it has just looked
   */
  async successor(isPressing: boolean): Promise<string | undefined> {
    if (!isPressing && Date.now() - this.#lookedAt < everyMs) return this.#known?.other;
    this.#lookedAt = Date.now();
    const outer = this.#repository.signal;
    const signal = AbortSignal.any([...(outer ? [outer] : []), AbortSignal.timeout(limitMs)]);
    try {
      return await this.#look({ ...this.#repository, signal });
    } catch {
      outer?.throwIfAborted();
      return undefined;
    }
  }

  async #look(repository: Repository): Promise<string | undefined> {
    const { branch, environment, revision, digest } = this.#wanted;
    const head = await fetchBranch(repository, branch);
    if (this.#known?.head !== head) {
      // A commit that is not of this branch cannot be superseded by it.
      const isOurs = await isAncestor(repository, revision, head);
      const release = isOurs ? readRelease(await fileAt(repository, head, releasePath(environment))) : undefined;
      const isOther = release !== undefined && release.digest !== digest;
      const other = isOther
        ? `${branch} at ${head.slice(0, 12)} names ${shortDigest(release.digest)} for ${environment}`
        : undefined;
      this.#known = { head, other };
    }
    return this.#known.other;
  }
}
