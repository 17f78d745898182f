import { describe, expect, test } from 'vitest';
import { deployment, hpa, pod, reachable, replicaSet, service, slice } from '../../test/verify-rollout/cluster.ts';
import { readHpa } from '../rollout/hpa.ts';
import { readRollout } from '../rollout/observe.ts';
import { readServices, renderedServices } from '../rollout/services.ts';
import type { SyncFault } from '../sync/engine.ts';
import { compare } from './compare.ts';
import type { Observed } from './observed.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const commit = '1'.repeat(40);
const graceMs = 60_000;
const bounds = { min: 2, max: 10, cpuTarget: 70 };

const rollout = (...items: readonly unknown[]) => readRollout({ items }, 0);
const live = (set: string, of: string, ready = true) => [
  replicaSet(set, of),
  pod(`${set}-1`, set, of, { ready }),
  pod(`${set}-2`, set, of, { ready }),
];
const fault = (code: SyncFault['code'], message: string): SyncFault => ({
  code,
  message,
  revision: undefined,
  since: undefined,
});
const sync = { revision: commit, isApplied: true, seen: 'Synced', fault: undefined, looksEveryMs: undefined };
const engine = (
  change: Partial<Omit<typeof sync, 'fault'>> & { readonly fault?: SyncFault } = {},
  standing = 'same-render' as const,
) => ({
  sync: { ...sync, ...change },
  standing,
});

const wellReached = reachable(live('new', digest));
const nowhere = readServices(reachable([]));
const echo = service('vad-service', { selector: { app: 'echo' } });
const balanced = service('vad-service', { type: 'LoadBalancer' });

const steady: Observed = {
  at: 10_000_000,
  namespace: 'vixio-staging',
  git: { commit, digest, bounds, services: renderedServices(wellReached), changedAt: 0 },
  engine: engine(),
  rollout: rollout(deployment(digest), ...live('new', digest)),
  hpa: readHpa({ items: [hpa()] }),
  services: readServices(wellReached),
};

const kinds = (change: Partial<Observed>) => {
  const comparison = compare({ ...steady, ...change }, graceMs);
  return 'findings' in comparison ? comparison.findings.map(({ kind }) => kind) : [];
};

test('what the engine said of a commit before is over once it has applied the one that is wanted', () => {
  const denied = { ...fault('sync-failed', 'denied'), revision: '2'.repeat(40) };
  expect(kinds({ engine: engine({ fault: denied }) })).toEqual([]);
  expect(kinds({ engine: engine({ fault: { ...denied, revision: commit } }) })).toEqual(['sync-failed']);
  expect(kinds({ engine: engine({ fault: denied, isApplied: false }) })).toEqual(['sync-failed']);
});

test('an environment as Git says is clean, with an engine and without', () => {
  expect(compare(steady, graceMs)).toEqual({ kind: 'clean' });
  expect(compare({ ...steady, engine: undefined }, graceMs)).toEqual({ kind: 'clean' });
});

test('before the first release nothing is missed', () => {
  const git = { ...steady.git, digest: undefined };
  expect(compare({ ...steady, git, rollout: rollout() }, graceMs)).toEqual({ kind: 'clean' });
});

describe('each difference', () => {
  const manual = rollout(deployment(other), ...live('old', digest), ...live('new', other));
  test.each<[string, Partial<Observed>, string[]]>([
    ['kubectl set image', { rollout: manual }, ['other-digest']],
    ['no Deployment', { rollout: rollout(), services: nowhere }, ['no-deployment']],
    [
      'pods of an earlier template',
      { rollout: rollout(deployment(digest), ...live('old', other), ...live('new', digest)) },
      ['old-pods'],
    ],
    ['no ready pod', { rollout: rollout(deployment(digest), ...live('new', digest, false)) }, ['no-ready-pod']],
    [
      'kubectl scale below the bounds',
      { rollout: rollout(deployment(digest, {}, 1), ...live('new', digest)) },
      ['replicas'],
    ],
    [
      'kubectl scale above them',
      { rollout: rollout(deployment(digest, {}, 11), ...live('new', digest)) },
      ['replicas'],
    ],
    [
      'kubectl scale to 0, which turns the autoscaler off',
      {
        rollout: rollout(deployment(digest, {}, 0)),
        services: nowhere,
        hpa: readHpa({ items: [hpa({ ScalingActive: ['False', 'ScalingDisabled'] })] }),
      },
      ['no-ready-pod', 'hpa-unable', 'replicas'],
    ],
    ['a deleted autoscaler', { hpa: { kind: 'none' } }, ['hpa-missing']],
    ['another max', { hpa: readHpa({ items: [hpa({}, { ...bounds, max: 12 })] }) }, ['hpa-bounds']],
    ['another CPU target', { hpa: readHpa({ items: [hpa({}, { ...bounds, cpuTarget: 50 })] }) }, ['hpa-bounds']],
    ['one that scales another', { hpa: readHpa({ items: [hpa({}, { target: 'vad-nobody' })] }) }, ['hpa-unable']],
    ['a deleted Service', { services: readServices(wellReached.slice(2)) }, ['endpoints']],
    ['a Service edited by hand', { services: readServices([echo, ...wellReached.slice(1)]) }, ['endpoints']],
    [
      'one that Git sends elsewhere',
      {
        git: { ...steady.git, services: renderedServices([echo, ...wellReached.slice(2)]) },
        services: readServices([echo, slice('vad-service', []), ...wellReached.slice(2)]),
      },
      ['endpoints'],
    ],
    [
      'a Service that the engine has not brought in step yet',
      { engine: { sync, standing: 'other-render' }, services: readServices([balanced, ...wellReached.slice(1)]) },
      ['not-synced'],
    ],
    [
      'a pod that no Service leads to',
      { services: readServices(reachable(live('new', digest).slice(0, 2))) },
      ['endpoints'],
    ],
    ['a suspended engine', { engine: engine({ fault: fault('engine-paused', 'is suspended') }) }, ['sync-paused']],
    ['a failing one', { engine: engine({ fault: fault('sync-failed', 'denied') }) }, ['sync-failed']],
    ['one at another render', { engine: { sync, standing: 'other-render' } }, ['not-synced']],
    ['one at a commit of nowhere', { engine: { sync, standing: 'unknown' } }, ['not-synced']],
    ['one that has not applied', { engine: engine({ isApplied: false }) }, ['not-synced']],
  ])('%s', (_, change, expected) => {
    expect(compare({ ...steady, ...change }, graceMs).kind).toBe('drift');
    expect(kinds(change)).toEqual(expected);
  });
});

test('a Service changed by hand under a paused engine is told as that, and not as a fault of Git', () => {
  const paused = engine({ isApplied: false, fault: fault('engine-paused', 'is paused') });
  const comparison = compare(
    { ...steady, engine: paused, services: readServices([echo, ...wellReached.slice(1)]) },
    graceMs,
  );
  const what = 'findings' in comparison ? comparison.findings.map(one => one.what) : [];
  expect(what).toContain('A Service that clients use is not as it should be (service-differs)');
});

test('within the bounds the autoscaler does as it likes, and an overlay without one asks for none', () => {
  expect(kinds({ rollout: rollout(deployment(digest, {}, 10), ...live('new', digest)) })).toEqual([]);
  const git = { ...steady.git, bounds: undefined };
  expect(kinds({ git, hpa: { kind: 'none' } })).toEqual([]);
});

test('a young change in Git is on its way, but nothing heals a suspended engine', () => {
  const git = { ...steady.git, changedAt: steady.at - graceMs + 1 };
  const late = { ...git, changedAt: steady.at - graceMs };
  const behind = { rollout: rollout(deployment(other), ...live('new', other)) };
  expect(compare({ ...steady, ...behind, git }, graceMs).kind).toBe('rolling-out');
  expect(compare({ ...steady, ...behind, git: late }, graceMs).kind).toBe('drift');
  const paused = { engine: engine({ fault: fault('engine-paused', 'is suspended') }) };
  expect(compare({ ...steady, ...behind, ...paused, git }, graceMs).kind).toBe('drift');
});
