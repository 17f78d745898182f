import type { ErrorCode } from '../toolkit/errors.ts';
import { findRefusals, type Hold, isInForce } from '../toolkit/hold.ts';
import { isRepository, parseImage, shortDigest } from '../toolkit/image.ts';
import { isCommit, isTag } from '../toolkit/input.ts';
import { type LedgerRecord, lastVerified } from '../toolkit/ledger.ts';
import type { Release } from '../toolkit/release-file.ts';
import type { Wish } from './wish.ts';

/** What a rollback goes back to. */
export interface Target {
  readonly release: Release;
  /** The ledger's entry that proves it; '' where nothing does. */
  readonly entry: string;
}

export type Choice =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'no-target'; readonly reason: string }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string };

export interface Question {
  readonly wish: Exclude<Wish, { kind: 'none' }>;
  readonly current: Release;
  /** The verified releases of the environment, newest first. */
  readonly records: readonly LedgerRecord[];
  /** What the release file recorded before, newest first: as much of it as the wish needs. */
  readonly past: readonly Release[];
  /** The holds that are there after this rollback has lifted what it lifts. */
  readonly holds: readonly Hold[];
  readonly allowUnverified: boolean;
  readonly now: Date;
}

/** Which release a rollback goes back to. Pure. */
export function chooseTarget(question: Question): Choice {
  const choice = find(question);
  if (choice.kind !== 'target') return choice;
  const { digest } = choice.target.release;
  const [hold] = findRefusals(onDigests(question.holds), digest, question.now);
  if (!hold) return choice;
  const reason = `hold.json refuses ${shortDigest(digest)} itself: ${hold.reason}`;
  return { kind: 'refused', code: 'rollback-held', reason };
}

/** The digests that holds in force name; `*` names none, since a rollback is what a person does during a freeze. */
export function refusedDigests({ holds, now }: Pick<Question, 'holds' | 'now'>): readonly string[] {
  return onDigests(holds)
    .filter(hold => isInForce(hold, now))
    .flatMap(({ refuses }) => refuses);
}

function onDigests(holds: readonly Hold[]): readonly Hold[] {
  return holds.filter(({ refuses }) => refuses !== '*');
}

function find(question: Question): Choice {
  const { wish, current, records } = question;
  switch (wish.kind) {
    case 'last-verified': {
      const refused = refusedDigests(question);
      const record = lastVerified(records.filter(isUsable), { current: current.digest, refused });
      return record ? verified(record) : { kind: 'no-target', reason: noneVerified(current) };
    }
    case 'previous': {
      const before = question.past.find(({ digest }) => digest !== current.digest);
      if (!before) return { kind: 'no-target', reason: 'the release file has never named another digest' };
      return byDigest(question, before.digest);
    }
    case 'digest':
      return byDigest(question, wish.digest);
    case 'entry': {
      const record = records.find(({ path }) => path === wish.path);
      if (record && isUsable(record)) return verified(record);
      return refuse(`the ledger has no entry ${wish.path} that can be used`);
    }
  }
}

function byDigest({ records, past, allowUnverified }: Question, digest: string): Choice {
  const record = records.find(one => one.digest === digest && isUsable(one));
  if (record) return verified(record);
  if (!allowUnverified) return refuse(`${digest} was never verified here: the ledger has no entry of it`);
  const release = past.find(one => one.digest === digest);
  if (release) return { kind: 'target', target: { release, entry: '' } };
  return refuse(`neither the ledger nor the release file's history tells image and source of ${digest}`);
}

function verified(record: LedgerRecord): Choice {
  return { kind: 'target', target: { release: releaseOf(record), entry: record.path } };
}

function refuse(reason: string): Choice {
  return { kind: 'refused', code: 'rollback-unverified', reason };
}

function noneVerified(current: Release): string {
  return `the ledger has no verified release other than ${shortDigest(current.digest)} that no hold refuses`;
}

/** The release that an entry proves. */
export function releaseOf({ imageRef, digest, sourceCommit }: LedgerRecord): Release {
  const { repository, tag = '' } = parseImage(imageRef);
  return { repository, tag, digest, sourceCommit };
}

// What is read from a branch goes into arguments and manifests.
function isUsable(record: LedgerRecord): boolean {
  const { repository, tag, sourceCommit } = releaseOf(record);
  return isRepository(repository) && isTag(tag) && isCommit(sourceCommit);
}
