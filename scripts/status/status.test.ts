import { describe, expect, it } from 'vitest';
import { type EnvironmentStatus, readHpa, readPod } from './collect.ts';
import type { ProjectStatus } from './project.ts';
import { renderStatus } from './render.ts';
import { sample } from './sample.ts';
import { judge } from './verdict.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const pod = { name: 'vad-1', digest, ready: true, restarts: 0, reason: '' };
const healthy: EnvironmentStatus = {
  environment: 'staging',
  namespace: 'vixio-staging',
  engine: 'argocd',
  git: {
    commit: '1'.repeat(40),
    digest,
    source: '2'.repeat(40),
    bounds: { min: 2, max: 10, cpuTarget: 70 },
    temporary: null,
    holds: [],
    problems: [],
  },
  sync: { seen: 'Synced at 111111111111', revision: '1'.repeat(40), problem: '' },
  live: { digest, source: '2'.repeat(40) },
  pods: [pod],
  health: { 'vad-1': 'SERVING' },
  hpa: { min: 2, max: 10, replicas: 2, cpuPercent: 3, cpuTarget: 70 },
  drift: [],
  isOnItsWay: false,
};
const project = (environment: EnvironmentStatus, more: Partial<ProjectStatus> = {}): ProjectStatus => ({
  ...sample,
  environments: [environment],
  history: [],
  previews: [],
  ...more,
});

const otherDigest = { kind: 'other-digest', what: 'The Deployment has another', said: '', next: 'Wait.' } as const;
const behind = { live: { ...healthy.live, digest: other }, sync: { ...healthy.sync, revision: '0'.repeat(40) } };

describe('verdict', () => {
  it.each<[string, Partial<EnvironmentStatus>, string]>([
    ['all well', {}, 'runs what Git says'],
    ['no release', { git: { ...healthy.git, digest: '' } }, 'nothing released yet'],
    ['a sync error', { sync: { ...healthy.sync, problem: 'no such file\nmore' } }, 'Argo CD cannot sync: no such file'],
    [
      'a sync error of the other engine',
      { engine: 'flux', sync: { ...healthy.sync, problem: 'denied' } },
      'Flux cannot sync: denied',
    ],
    [
      'another digest, before the engine is there',
      { live: { ...healthy.live, digest: other }, sync: { ...healthy.sync, revision: '0'.repeat(40) } },
      'waiting: the cluster has another digest than Git',
    ],
    [
      'another digest on its way',
      { ...behind, isOnItsWay: true, drift: [otherDigest] },
      'waiting: the cluster has another digest than Git',
    ],
    ['an engine that stays away', { ...behind, drift: [otherDigest] }, 'drifted: The Deployment has another'],
    [
      'a cluster that does not answer',
      { drift: [{ kind: 'unreadable', what: 'It could not be looked at', said: 'refused\nmore', next: 'Mend it.' }] },
      'it cannot be read: refused',
    ],
    [
      'another digest, at the commit that names ours',
      { live: { ...healthy.live, digest: other } },
      'the cluster runs bbbbbbbbbbbb, which Git does not name',
    ],
    [
      'other bounds',
      { drift: [{ kind: 'hpa-bounds', what: 'The autoscaler has 3–6', said: '', next: 'Scale.' }] },
      'drifted: The autoscaler has 3–6',
    ],
    ['a file of Git that is broken', { git: { ...healthy.git, problems: ['bad\nworse'] } }, 'it cannot be read: bad'],
    ['a pod that is not ready', { pods: [{ ...pod, ready: false }] }, 'rolling out'],
    ['old pods only', { pods: [{ ...pod, digest: other }] }, 'rolling out'],
    [
      'a crash loop',
      { pods: [{ ...pod, ready: false, restarts: 4, reason: 'CrashLoopBackOff' }] },
      'vad-1: CrashLoopBackOff, 4 restarts',
    ],
    ['a pod that is leaving', { pods: [pod, { ...pod, reason: 'Terminating', digest: other }] }, 'runs what Git says'],
    ['no answer', { health: { 'vad-1': 'NOT_SERVING' } }, 'vad-1 answers NOT_SERVING'],
  ])('says so for %s', (_, change, expected) => {
    expect(judge({ ...healthy, ...change }).text).toBe(expected);
  });
});

it('shows one screen', () => {
  expect(renderStatus(project(healthy))).toMatchInlineSnapshot(`
    "staging (vixio-staging): runs what Git says
      Git      aaaaaaaaaaaa   source 222222222222   main 111111111111
      Argo CD  Synced at 111111111111
      live     aaaaaaaaaaaa   source 222222222222
      pods     1/1 ready
      HPA      2 of 2–10, CPU 3 % of the request
      gRPC     1/1 SERVING"
  `);
});

it('adds what there is to say: hold, temporary bounds, drift, previews, history', () => {
  expect(renderStatus(sample)).toMatchInlineSnapshot(`
    "staging (vixio-staging): drifted: The autoscaler has 3–6 at 70 % CPU, where Git has 2–10 at 70 % CPU
      Git      91c6f2b84e91   source 58f6ab58f6ab   main 6e1fd0a3b76e
      Argo CD  OutOfSync at 6e1fd0a3b76e
      live     91c6f2b84e91   source 58f6ab58f6ab
      pods     3/3 ready
      HPA      3 of 3–6, CPU 41 % of the request
      gRPC     3/3 SERVING
      hold     refuses 0d7c5ea3190d, until somebody lifts it: Rolled back: canary-failed, the speech clip was heard as silence.
      drift    The autoscaler has 3–6 at 70 % CPU, where Git has 2–10 at 70 % CPU
               → Change bounds by the scale workflow alone; the engine puts back what Git says.

    production (vixio-production): runs what Git says
      Git      b82e04d9f6b8   source c97e02c97e02   main 6e1fd0a3b76e
      Argo CD  Synced at 6e1fd0a3b76e
      live     b82e04d9f6b8   source c97e02c97e02
      pods     5/5 ready
      HPA      5 of 4–12, CPU 63 % of the request
      gRPC     5/5 SERVING
      scale    until 2026-12-01 20:00 UTC: Product launch at 16:00, twice the calls.

    previews
      #128  2026-12-01 14:02  ghcr.io/vixio/vad-service-preview@77e0c4d177e0

    history (UTC)
      2026-12-01 15:20  production  scale     the overlay’s bounds → 4–12, by mira
      2026-12-01 14:48  staging     release   b82e04d9f6b8 → 91c6f2b84e91, verified after 42 s, by github-actions[bot]
      2026-12-01 13:05  staging     rollback  0d7c5ea3190d → b82e04d9f6b8; refuses 0d7c5ea3190d, verified after 38 s, by github-actions[bot]
      2026-12-01 13:04  staging     release   b82e04d9f6b8 → 0d7c5ea3190d, never verified, by github-actions[bot]
      2026-12-01 10:32  production  release   3f9a71c20b3f → b82e04d9f6b8, verified after 55 s, by github-actions[bot]
      2026-12-01 10:31  staging     release   3f9a71c20b3f → b82e04d9f6b8, verified after 42 s, by github-actions[bot]"
  `);
});

it('shows no text of others as it is, where that could steer the terminal', () => {
  const reason = 'calm\u001b[2J\u202e\nnext';
  const hold = { reason, until: null, refuses: '*', isInForce: true } as const;
  expect(renderStatus(project({ ...healthy, git: { ...healthy.git, holds: [hold] } }))).toContain(
    '  hold     refuses every release, until somebody lifts it: calm⟨U+001B⟩[2J⟨U+202E⟩ ⏎ next',
  );
});

it('counts no pod that is leaving, but lists it', () => {
  const leaving = { ...pod, name: 'vad-0', digest: other, reason: 'Terminating' };
  const screen = renderStatus(project({ ...healthy, pods: [pod, leaving] }));
  expect(screen).toMatch(/pods {5}1\/1 ready\n +vad-0 {2}bbbbbbbbbbbb {2}Terminating/);
  expect(screen).toContain('gRPC     1/1 SERVING');
});

it('says of the last run only that it failed', () => {
  const ended = (outcome: 'succeeded' | 'failed') =>
    renderStatus(
      project(healthy, { lastRun: { workflow: 'deploy.yaml', commit: 'c'.repeat(40), log: '/run.log', outcome } }),
    );
  expect(ended('succeeded')).toBe(renderStatus(project(healthy)));
  expect(ended('failed')).toContain('\n\nThe last run of deploy.yaml, for cccccccccccc, failed: /run.log');
});

describe('what the cluster answers', () => {
  it('reads a pod that waits', () => {
    const waiting = { state: { waiting: { reason: 'ErrImagePull' } }, restartCount: 1 };
    const object = {
      metadata: { name: 'p' },
      spec: { containers: [{ image: `r/i:t@${digest}` }] },
      status: { conditions: [{ type: 'Ready', status: 'False' }], containerStatuses: [waiting] },
    };
    expect(readPod(object)).toEqual({ name: 'p', digest, ready: false, restarts: 1, reason: 'ErrImagePull' });
  });

  it('reads an HPA without a reading as null, not 0 %', () => {
    expect(readHpa({ spec: { minReplicas: 2, maxReplicas: 10 } }).cpuPercent).toBeNull();
    const resource = { current: { averageUtilization: 0 } };
    expect(readHpa({ status: { currentMetrics: [{ resource }] } }).cpuPercent).toBe(0);
  });
});
