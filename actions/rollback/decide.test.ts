import { expect, test } from 'vitest';
import type { LedgerRecord } from '../toolkit/ledger.ts';
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
}

function ask({ asked = {}, current = 'c', records = [recordOf('b'), recordOf('a')], setBy = '' }: Case): string {
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
    past: [releaseOf('b')],
    setBy: { operation: setBy, run: '1' },
    hold: undefined,
    now: new Date(),
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
  ['no-evidence', { asked: automatic({ failureReason: 'quota-exceeded' }) }],
  ['revert', { asked: automatic({ failureReason: 'quota-exceeded' }), records: proved }],
  ['rollback-repeated', { asked: automatic(), setBy: 'rollback' }],
  ['rollback-unverified', { asked: automatic({ wish: { kind: 'previous' }, allowUnverified: true }), records: [] }],
])('%s: %j', (expected, given) => {
  expect(ask(given)).toBe(expected);
});
