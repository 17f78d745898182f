import { expect, test } from 'vitest';
import { errorRegistry } from '../toolkit/errors.ts';
import type { Hold } from '../toolkit/hold.ts';
import type { LedgerRecord } from '../toolkit/ledger.ts';
import { faultDomain } from '../toolkit/rollout/rollback-policy.ts';
import { decide, type Question } from './decide.ts';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const releaseOf = (letter: string) => ({
  repository: 'registry.example.invalid/team/vad-service',
  tag: `src-${letter}`,
  digest: digestOf(letter),
  sourceCommit: letter.repeat(40),
});
const recordOf = (letter: string): LedgerRecord => ({
  path: `staging/${letter}.json`,
  environment: 'staging',
  verifiedAt: '2026-01-01T00:00:00.000Z',
  imageRef: `registry.example.invalid/team/vad-service:src-${letter}@${digestOf(letter)}`,
  digest: digestOf(letter),
  sourceCommit: letter.repeat(40),
  bumpCommit: 'f'.repeat(40),
  engineRevision: null,
  report: {},
});

interface Case {
  readonly asked?: Partial<Question['asked']>;
  readonly current?: string;
  readonly records?: readonly LedgerRecord[];
  readonly setBy?: string;
  readonly past?: string;
  readonly holds?: readonly Partial<Hold>[];
}

function ask({
  asked = {},
  current = 'c',
  records = [recordOf('b'), recordOf('a')],
  setBy = '',
  past = 'b',
  holds = [],
}: Case): string {
  const decision = decide({
    asked: {
      environment: 'staging',
      wish: { kind: 'last-verified' },
      strategy: 'repin',
      expectDigest: '',
      isAutomatic: false,
      failureReason: '',
      allowUnverified: false,
      rerunOf: '',
      ...asked,
    },
    current: current === '' ? undefined : releaseOf(current),
    records,
    past: [...past].map(releaseOf),
    setBy: { operation: setBy, run: '1' },
    holds: holds.map(hold => ({ reason: 'leaks', until: null, refuses: [], ...hold })),
    now: new Date('2026-06-01T00:00:00Z'),
  });
  if (decision.kind === 'repin') return `repin ${decision.target.release.tag}`;
  return decision.kind === 'refused' ? decision.code : decision.kind;
}

const automatic = (more: Partial<Question['asked']> = {}) =>
  ({
    isAutomatic: true,
    strategy: 'auto',
    expectDigest: digestOf('c'),
    failureReason: 'crash-loop',
    ...more,
  }) as const;
const proved = [recordOf('c'), recordOf('b')];
const broken = { ...recordOf('b'), sourceCommit: '--output=x' };
const ofImage = (name: string) => ({ ...recordOf('b'), imageRef: `${name}@${digestOf('b')}` });
const [toB, toEntryB] = [
  { wish: { kind: 'digest', digest: digestOf('b') } },
  { wish: { kind: 'entry', path: 'staging/b.json' } },
] as const;

test.each<[string, Case]>([
  ['repin src-b', {}],
  ['no-target', { current: '' }],
  ['no-target', { records: [recordOf('c')] }],
  ['repin src-a', { records: [broken, recordOf('a')] }],
  ['repin src-b', { records: proved }],
  ['hold', { asked: { wish: { kind: 'none' } } }],
  ['hold', { asked: { wish: { kind: 'digest', digest: digestOf('c') } }, records: proved }],
  ['repin src-b', { asked: { wish: { kind: 'previous' } } }],
  ['rollback-unverified', { asked: { wish: { kind: 'previous' } }, records: [] }],
  ['repin src-b', { asked: { wish: { kind: 'previous' }, allowUnverified: true }, records: [] }],
  ['repin src-a', { asked: { wish: { kind: 'entry', path: 'staging/a.json' } } }],
  ['rollback-unverified', { asked: { wish: { kind: 'entry', path: 'staging/z.json' } } }],
  ['revert', { asked: { strategy: 'revert' } }],
  ['repin src-b', { setBy: 'rollback' }],
  ['noop', { setBy: 'rollback', asked: { rerunOf: '1' } }],
  ['repin src-b', { asked: automatic() }],
  ['revert', { asked: automatic(), records: proved }],
  ['revert', { asked: automatic(), records: proved, setBy: 'rollback' }],
  ['superseded', { asked: automatic(), current: 'd' }],
  ['no-evidence', { asked: automatic({ failureReason: 'engine-down' }) }],
  ['no-evidence', { asked: automatic({ failureReason: 'timeout' }), records: proved }],
  ['no-evidence', { asked: automatic({ failureReason: '' }) }],
  // By its cause a fault of the manifests, whatever came with it: an older image would meet the same.
  ['revert', { asked: automatic({ failureReason: 'quota-exceeded' }) }],
  ['revert', { asked: automatic({ failureReason: 'endpoints-missing' }) }],
  ['no-evidence', { asked: automatic({ failureReason: 'endpoints-missing', strategy: 'repin' }) }],
  ['no-evidence', { asked: automatic({ failureReason: 'endpoints-foreign' }), records: proved }],
  ['revert', { asked: automatic({ failureReason: 'quota-exceeded' }), records: proved }],
  ['rollback-repeated', { asked: automatic(), setBy: 'rollback' }],
  ['rollback-unverified', { asked: automatic({ wish: { kind: 'previous' }, allowUnverified: true }), records: [] }],
  // Verified before another one was: what fails now may be the image.
  ['repin src-b', { asked: automatic(), records: [recordOf('b'), recordOf('c')] }],
  ['repin src-b', { setBy: 'rollback', asked: { rerunOf: '2' } }],
  ['repin src-b', { asked: { wish: { kind: 'previous' } }, past: 'ba' }],
  // Holds: by name they refuse a target, all at once they do not, and over they are nothing.
  ['rollback-held', { asked: toB, holds: [{ refuses: [digestOf('b')] }] }],
  ['rollback-held', { asked: toEntryB, holds: [{ refuses: [digestOf('b')] }] }],
  ['repin src-a', { holds: [{ refuses: [digestOf('b')] }] }],
  ['no-target', { holds: [{ refuses: [digestOf('a'), digestOf('b')] }] }],
  ['repin src-b', { holds: [{ refuses: '*' }] }],
  ['repin src-a', { holds: [{ refuses: '*' }, { refuses: [digestOf('b')] }] }],
  ['rollback-held', { asked: toB, holds: [{ refuses: '*' }, { refuses: [digestOf('b')] }] }],
  ['repin src-b', { asked: toB, holds: [{ refuses: [digestOf('b')], until: '2026-05-31T23:59:59Z' }] }],
  // Not verified: only asked for, and only what the release file has named.
  ['repin src-b', { asked: { ...toB, allowUnverified: true }, records: [] }],
  ['rollback-unverified', { asked: toB, records: [] }],
  ['rollback-unverified', { asked: { ...toB, allowUnverified: true }, records: [], past: 'a' }],
  // An entry that no action has written.
  ['rollback-unverified', { asked: toB, records: [broken] }],
  ['rollback-unverified', { asked: toEntryB, records: [broken] }],
  ['rollback-unverified', { asked: toB, records: [ofImage('--x:src-b')] }],
  ['rollback-unverified', { asked: toB, records: [ofImage('registry.example.invalid/x:-b')] }],
])('%s: %j', (expected, given) => {
  expect(ask(given)).toBe(expected);
});

// By every code there is: what it counts against decides what is done of a release that was not verified before.
test.each(Object.keys(errorRegistry))('automatically because of %s', failureReason => {
  const expected = { release: 'repin src-b', manifests: 'revert', nothing: 'no-evidence' };
  expect(ask({ asked: automatic({ failureReason }) })).toBe(expected[faultDomain(failureReason)]);
});
