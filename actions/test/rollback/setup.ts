import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHolds, type Hold, readHolds } from '../../toolkit/hold.ts';
import { appendEntry } from '../../toolkit/ledger.ts';
import { holdPath } from '../../toolkit/manifest-names.ts';
import { readRelease } from '../../toolkit/release-file.ts';
import { type BumpWorld, bumpWorld } from '../bump-overlay/setup.ts';
import { type Ended, pathWith, runAction, temporaryFolder, write } from '../harness.ts';
import { commit, git, push } from '../repositories.ts';

/** A manifest of the fake registry by name, and its digest. */
const manifestOf = (name: string) => JSON.stringify({ schemaVersion: 2, name });
export const digestOf = (name: string) => `sha256:${createHash('sha256').update(manifestOf(name)).digest('hex')}`;

export const [good, better, bad, worse] = ['good', 'better', 'bad', 'worse'].map(digestOf) as [
  string,
  string,
  string,
  string,
];

export interface RollbackWorld extends BumpWorld {
  /** Changes the service and bumps staging to its image; the source commit. */
  release(name: string): Promise<string>;
  /** As verify-rollout records it: the ledger has an entry for what staging's release file names now; its path. */
  verified(verifiedAt?: string): Promise<string>;
  rollback(
    inputs?: Record<string, string>,
    more?: { env?: Record<string, string>; killOn?: string; cwd?: string },
  ): Promise<Ended>;
  holds(): readonly Hold[];
  putHold(hold: Hold): void;
  /** What staging's release file names on main. */
  named(): string;
  /** Takes an image out of the registry. */
  forget(name: string): void;
  /** What the registry was asked for, in order: an image each. */
  asked(): string[];
}

/** Staging with nothing released yet, a registry that holds what is released, an empty ledger. */
export function rollbackWorld(files: Readonly<Record<string, string>> = {}): RollbackWorld {
  const world = bumpWorld(files);
  const { bare, work } = world;
  const state = temporaryFolder();
  const manifests = Object.fromEntries(
    ['good', 'better', 'bad', 'worse'].map(name => [digestOf(name), manifestOf(name)]),
  );
  let hour = 0;
  const save = () => write(state, 'registry.json', JSON.stringify({ tags: {}, manifests }));
  save();
  const released = () => readRelease(world.released());
  return {
    ...world,
    async release(name: string) {
      const source = world.change(`// ${name}\n`);
      const ended = await world.bump(source, digestOf(name));
      if (ended.outputs.outcome !== 'committed') throw new Error(ended.stdout);
      return source;
    },
    async verified(verifiedAt = new Date(Date.UTC(2026, 0, 1, hour++)).toISOString()) {
      const release = released();
      if (!release) throw new Error('nothing is released');
      const { repository, tag, digest, sourceCommit } = release;
      const bumpCommit = git(bare, 'rev-parse', 'main');
      const entry = {
        environment: 'staging',
        verifiedAt,
        digest,
        sourceCommit,
        bumpCommit,
        engineRevision: null,
        report: {},
      };
      const imageRef = `${repository}:${tag}@${digest}`;
      return appendEntry({ dir: work }, { ...entry, imageRef }, new AbortController().signal);
    },
    rollback: (inputs = {}, { env = {}, cwd = work, ...rest } = {}) =>
      runAction('rollback', {
        cwd,
        inputs: { environment: 'staging', reason: 'it crashes', ...inputs },
        env: { PATH: pathWith('buildx'), FAKE_STATE: state, GITHUB_RUN_ID: '4712', GITHUB_ACTOR: 'a-person', ...env },
        ...rest,
      }),
    holds: () => {
      const listed = git(bare, 'ls-tree', '--name-only', 'main', '--', holdPath('staging'));
      return listed === '' ? [] : readHolds(git(bare, 'show', `main:${holdPath('staging')}`));
    },
    putHold(hold) {
      git(work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
      commit(work, { [holdPath('staging')]: formatHolds([hold]) });
      push(work);
    },
    named: () => released()?.digest ?? '',
    forget(name) {
      delete manifests[digestOf(name)];
      save();
    },
    asked: () => readFileSync(join(state, 'calls'), 'utf8').match(/(?<=^imagetools inspect .*)\S+$/gm) ?? [],
  };
}
