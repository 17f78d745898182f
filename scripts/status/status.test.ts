import { describe, expect, it } from 'vitest';
import { type EnvironmentStatus, readHpa, readPod } from './collect.ts';
import { renderStatus, verdict } from './render.ts';
import { readApplication, readFlux } from './sync.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const pod = { name: 'vad-1', digest, ready: true, restarts: 0, reason: '' };
const healthy: EnvironmentStatus = {
  environment: 'staging',
  namespace: 'vixio-staging',
  engine: 'argocd',
  git: { commit: '1'.repeat(40), digest, source: '2'.repeat(40) },
  sync: { status: 'Synced', revision: '1'.repeat(40), problem: '' },
  live: { digest, source: '2'.repeat(40) },
  pods: [pod],
  health: { 'vad-1': 'SERVING' },
  hpa: { min: 2, max: 10, replicas: 2, cpuPercent: 3 },
};

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
      'another digest',
      { live: { ...healthy.live, digest: other } },
      'waiting: the cluster has another digest than Git',
    ],
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
    expect(verdict({ ...healthy, ...change })).toBe(expected);
  });
});

it('shows one screen', () => {
  expect(renderStatus([healthy])).toMatchInlineSnapshot(`
    "staging (vixio-staging): runs what Git says
      Git      aaaaaaaaaaaa   source 222222222222   main 111111111111
      Argo CD  Synced at 111111111111
      live     aaaaaaaaaaaa   source 222222222222
      pods     1/1 ready
      HPA      2 of 2–10, CPU 3 % of the request
      gRPC     1/1 SERVING"
  `);
});

it('counts no pod that is leaving, but lists it', () => {
  const leaving = { ...pod, name: 'vad-0', digest: other, reason: 'Terminating' };
  const screen = renderStatus([{ ...healthy, pods: [pod, leaving] }]);
  expect(screen).toMatch(/pods {5}1\/1 ready\n +vad-0 {2}bbbbbbbbbbbb {2}Terminating/);
  expect(screen).toContain('gRPC     1/1 SERVING');
});

it('says of the last run only that it failed', () => {
  const run = { workflow: 'deploy.yaml', commit: 'c'.repeat(40), log: '/run.log' };
  expect(renderStatus([healthy], { ...run, outcome: 'succeeded' })).toBe(renderStatus([healthy]));
  expect(renderStatus([healthy], { ...run, outcome: 'failed' })).toContain(
    '\n\nThe last run of deploy.yaml, for cccccccccccc, failed: /run.log',
  );
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

  it('takes the first error condition of an Application', () => {
    const conditions = [{ type: 'SharedResourceWarning' }, { type: 'ComparisonError', message: 'broken' }];
    expect(readApplication({ status: { conditions, sync: { status: 'Unknown' } } })).toEqual({
      status: 'Unknown',
      revision: '',
      problem: 'broken',
    });
  });

  const revision = 'a'.repeat(40);
  const ready = (status: string, reason: string, message = '') => ({
    spec: {},
    status: { conditions: [{ type: 'Ready', status, reason, message }], lastAppliedRevision: `main@sha1:${revision}` },
  });
  const fetched = ready('True', 'Succeeded');

  it.each([
    ['what is applied', fetched, ready('True', 'ReconciliationSucceeded'), 'ReconciliationSucceeded', ''],
    ['work', fetched, ready('Unknown', 'Progressing', 'Building'), 'Progressing', ''],
    ['a render that fails', fetched, ready('False', 'BuildFailed', 'no such file'), 'BuildFailed', 'no such file'],
    ['a fetch that fails', ready('False', 'GitFailed', 'auth'), ready('True', 'Applied'), 'Applied', 'auth'],
  ])('reads of Flux %s', (_, source, kustomization, status, problem) => {
    expect(readFlux(source, kustomization)).toEqual({ status, revision, problem });
  });

  it('reads a suspended Kustomization as a problem, and one that never ran as unknown', () => {
    const suspended = { kind: 'Kustomization', spec: { suspend: true } };
    expect(readFlux(fetched, suspended)).toEqual({
      status: 'Unknown',
      revision: '',
      problem: 'its Kustomization is suspended',
    });
  });
});
