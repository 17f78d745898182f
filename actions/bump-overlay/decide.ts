import type { ErrorCode } from '../toolkit/errors.ts';
import { findRefusals, type Hold } from '../toolkit/hold.ts';
import type { Relation } from '../toolkit/release/head.ts';
import type { Release } from '../toolkit/release-file.ts';

export type Decision =
  | { readonly kind: 'edit' }
  | { readonly kind: 'noop' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'held'; readonly holds: readonly Hold[] }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string };

export interface Question {
  /** undefined before the first bump. */
  readonly recorded: Release | undefined;
  readonly wanted: Release;
  readonly relation: Relation;
  /** The person rebuilt the image on purpose. */
  readonly rebuild: boolean;
  readonly holds: readonly Hold[];
  readonly now: Date;
}

/** What a bump does, given what is recorded. A hold keeps back only what would be written. */
export function decide(question: Question): Decision {
  const { holds, wanted, now } = question;
  const decision = decideByAncestry(question);
  const refusals = decision.kind === 'edit' ? findRefusals(holds, wanted.digest, now) : [];
  return refusals.length > 0 ? { kind: 'held', holds: refusals } : decision;
}

function decideByAncestry({ recorded, wanted, relation, rebuild }: Question): Decision {
  if (!recorded) return { kind: 'edit' };
  switch (relation) {
    case 'newer':
      return { kind: 'edit' };
    case 'older':
      return { kind: 'superseded' };
    case 'diverged':
      return {
        kind: 'refused',
        code: 'bump-diverged',
        reason: `neither of ${recorded.sourceCommit} (recorded) and ${wanted.sourceCommit} descends from the other`,
      };
    case 'same':
      return decideSameSource(recorded, wanted, rebuild);
  }
}

function decideSameSource(recorded: Release, wanted: Release, rebuild: boolean): Decision {
  if (isSameRelease(recorded, wanted)) return { kind: 'noop' };
  if (recorded.digest === wanted.digest || rebuild) return { kind: 'edit' };
  return {
    kind: 'refused',
    code: 'bump-digest-conflict',
    reason: `source ${wanted.sourceCommit} is recorded with ${recorded.digest}, not ${wanted.digest}`,
  };
}

/** Whether two releases are one: image, tag, digest and source. */
export function isSameRelease(one: Release, other: Release): boolean {
  const parts = ['repository', 'tag', 'digest', 'sourceCommit'] as const;
  return parts.every(part => one[part] === other[part]);
}
