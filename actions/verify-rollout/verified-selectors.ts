import { asActionError } from '../toolkit/errors.ts';
import { ensureCommit } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { renderAt } from '../toolkit/kustomize.ts';
import { readLedger } from '../toolkit/ledger.ts';
import { warn } from '../toolkit/report.ts';
import { type Labels, renderedServices } from '../toolkit/rollout/services.ts';

type Selectors = ReadonlyMap<string, Labels> | undefined;

/**
 * Returns a function that reads, once, the selectors of the Services in the release of an environment that was verified
 * last. It gives `undefined` where none was verified, or where Git cannot tell, which is a warning.
 */
export function selectorReader(repository: Repository, environment: string, path: string): () => Promise<Selectors> {
  let known: Promise<Selectors> | undefined;
  return () => {
    known ??= readSelectors(repository, environment, path);
    return known;
  };
}

async function readSelectors(repository: Repository, environment: string, path: string): Promise<Selectors> {
  try {
    const [last] = await readLedger(repository, environment, 1);
    if (!last) return undefined;
    const commit = await ensureCommit(repository, last.engineRevision ?? last.bumpCommit);
    const manifests = await renderAt(repository, commit, path);
    return new Map(renderedServices(manifests).map(({ name, selector }) => [name, selector]));
  } catch (error) {
    repository.signal?.throwIfAborted();
    warn(`What the last verified release selected is not known: ${asActionError(error).message}`);
    return undefined;
  }
}
