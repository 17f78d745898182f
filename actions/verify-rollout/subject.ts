import { type Bounds, renderedBounds } from '../toolkit/bounds.ts';
import { ActionError } from '../toolkit/errors.ts';
import { git, needCommit, type Repository } from '../toolkit/git.ts';
import { parseManifests, render, renderedDigest, renderedNamespace } from '../toolkit/kustomize.ts';
import { enginePath } from '../toolkit/manifest-names.ts';
import type { SyncTarget } from '../toolkit/sync/engine.ts';
import { engines } from '../toolkit/sync/engines.ts';
import { withWorktree } from '../toolkit/worktree.ts';
import type { VerifyInputs } from './inputs.ts';
import { fileAt } from './lineage.ts';

/** What is verified: where, and which digest. */
export interface Subject {
  readonly target: SyncTarget;
  readonly digest: string;
  /** Of the autoscaler; undefined where the overlay has none. */
  readonly bounds: Bounds | undefined;
}

type Asked = Pick<VerifyInputs, 'environment' | 'revision' | 'digest' | 'engine'>;

/** Reads from Git at the revision where an environment lives and what it renders. Throws `engine-objects-invalid`, `digest-mismatch`. */
export async function findSubject(asked: Asked, repository: Repository): Promise<Subject> {
  const { environment, revision, digest } = asked;
  await needCommit(repository, revision);
  const manifests = asked.engine === 'none' ? [] : await engineManifests(asked, repository);
  const found = engines[asked.engine].findTarget(environment, manifests);
  const rendered = await withWorktree(repository, revision, tree => render(tree, found.path));
  const destinationNamespace = found.destinationNamespace || renderedNamespace(rendered);
  if (destinationNamespace === '')
    throw new ActionError('engine-objects-invalid', `Neither the engine's objects nor ${found.path} name a namespace.`);
  const target = { ...found, destinationNamespace, namespace: found.namespace || destinationNamespace };
  const actual = renderedDigest(rendered);
  if (actual && (digest === '' || digest === actual))
    return { target, digest: actual, bounds: renderedBounds(rendered) };
  const wanted = digest || 'a pinned image';
  throw new ActionError(
    'digest-mismatch',
    `${target.path} at ${revision.slice(0, 12)} renders ${actual ?? 'an image without digest'}, not ${wanted}.`,
  );
}

async function engineManifests({ environment, revision, engine }: Asked, repository: Repository): Promise<unknown[]> {
  const folder = enginePath(environment, engine);
  const names = await git(repository, 'ls-tree', '-z', '--name-only', revision, '--', `${folder}/`);
  const files = names.split('\0').filter(name => name.endsWith('.yaml'));
  if (files.length === 0)
    throw new ActionError('engine-objects-invalid', `There is no ${folder} at ${revision.slice(0, 12)}.`);
  const texts = await Promise.all(files.map(file => fileAt(repository, revision, file)));
  return texts.flatMap(text => parseManifests(text));
}
