import type { ErrorCode } from '../toolkit/errors.ts';
import { shortDigest } from '../toolkit/image.ts';
import type { Release } from '../toolkit/release-file.ts';
import { faultDomain } from '../toolkit/rollout/rollback-policy.ts';
import type { RollbackInputs } from './inputs.ts';
import type { Setter } from './look-back.ts';
import { chooseTarget, type Target, type Question as TargetQuestion } from './target.ts';

export type Decision =
  | { readonly kind: 'repin'; readonly target: Target }
  | { readonly kind: 'hold' | 'revert' | 'noop' }
  | { readonly kind: 'superseded' | 'no-evidence' | 'no-target'; readonly because: string }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly because: string };

type Asked = Pick<
  RollbackInputs,
  'environment' | 'wish' | 'strategy' | 'expectDigest' | 'isAutomatic' | 'failureReason' | 'allowUnverified' | 'rerunOf'
>;

export interface Question extends Omit<TargetQuestion, 'wish' | 'current' | 'allowUnverified'> {
  readonly asked: Asked;
  /** undefined before the first release. */
  readonly current: Release | undefined;
  readonly setBy: Setter;
}

/** What a rollback does, on one head of the branch. Pure. */
export function decide(question: Question): Decision {
  const { asked, current } = question;
  if (!current) {
    if (asked.wish.kind === 'none' && asked.strategy !== 'revert') return { kind: 'hold' };
    return { kind: 'no-target', because: `nothing was ever released to ${asked.environment}` };
  }
  if (asked.expectDigest !== '' && asked.expectDigest !== current.digest) {
    const because = `the branch names ${shortDigest(current.digest)} by now, no longer ${shortDigest(asked.expectDigest)}`;
    return { kind: 'superseded', because };
  }
  const isRevert = asked.strategy === 'revert' || (asked.strategy === 'auto' && isFaultOfManifests(question, current));
  const guard = asked.isAutomatic ? guardAutomatic(question, isRevert) : undefined;
  if (guard) return guard;
  if (isRevert) return { kind: 'revert' };
  return decideTarget(question, current);
}

// An image that was the last to be verified here has run well: what fails now is what came around it.
function isFaultOfManifests({ asked, records }: Question, current: Release): boolean {
  const isByCause = asked.isAutomatic && faultDomain(asked.failureReason) === 'manifests';
  return isByCause || records[0]?.digest === current.digest;
}

function guardAutomatic({ asked, setBy }: Question, isRevert: boolean): Decision | undefined {
  const domain = faultDomain(asked.failureReason);
  if (domain === 'nothing' || (domain === 'manifests' && !isRevert)) {
    const because = `${asked.failureReason || 'this failure'} says nothing against the release: an older one would meet the same`;
    return { kind: 'no-evidence', because };
  }
  if (isRevert || setBy.operation !== 'rollback') return undefined;
  const because = 'the failed release is itself a rollback: where to go from here is for a person to say';
  return { kind: 'refused', code: 'rollback-repeated', because };
}

function decideTarget(question: Question, current: Release): Decision {
  const { asked, setBy } = question;
  const { wish, allowUnverified, isAutomatic } = asked;
  if (wish.kind === 'none') return { kind: 'hold' };
  // The run was started again, after its commit had landed: going back once more is not what was asked for.
  if (asked.rerunOf !== '' && setBy.operation === 'rollback' && setBy.run === asked.rerunOf) return { kind: 'noop' };
  const choice = chooseTarget({ ...question, current, wish, allowUnverified: allowUnverified && !isAutomatic });
  if (choice.kind === 'no-target') return { kind: 'no-target', because: choice.reason };
  if (choice.kind === 'refused') return { kind: 'refused', code: choice.code, because: choice.reason };
  const { target } = choice;
  return target.release.digest === current.digest ? { kind: 'hold' } : { kind: 'repin', target };
}
