import { expect, test } from 'vitest';
import { ActionError } from '../toolkit/errors.ts';
import { cut } from '../toolkit/report.ts';
import type { PodState, RolloutObservation } from '../toolkit/rollout/observe.ts';
import { nextCommand } from './next-command.ts';
import { summarize } from './summary.ts';
import type { Evidence, Verdict } from './verdict.ts';

const digest = `sha256:${'a'.repeat(64)}`;

const inputs = { environment: 'staging', revision: 'c'.repeat(40) };

const crashed: PodState = {
  name: 'vad-service-1',
  phase: 'Running',
  isReady: false,
  digest,
  restarts: 3,
  waiting: { reason: 'CrashLoopBackOff', message: '' },
  lastExit: { code: 1, reason: 'Error', at: 0 },
  runningSince: undefined,
  unschedulable: undefined,
};

const rollout: RolloutObservation = {
  at: 0,
  deployment: undefined,
  newPods: [crashed],
  endedPods: [],
  namespacePods: [],
  oldReady: 2,
  terminating: 0,
  createFailure: undefined,
  events: [],
};

const evidence: Evidence = {
  target: {
    kind: 'applications.argoproj.io',
    name: 'app',
    namespace: 'argocd',
    destinationNamespace: 'vixio-staging',
    path: 'p',
  },
  digest,
  digestBefore: `sha256:${'b'.repeat(64)}`,
  engineRevision: 'd'.repeat(40),
  rollout,
  hpa: undefined,
  services: undefined,
  answers: new Map(),
  logs: new Map(),
  gates: [
    { gate: 'source', from: 0, to: 1500, isPassed: true, seen: '' },
    { gate: 'pods', from: 1500, to: 1500, isPassed: false, seen: '' },
  ],
};

const failed: Verdict = {
  kind: 'failed',
  evidence,
  error: new ActionError('crash-loop', 'vad-service-1: CrashLoopBackOff'),
};

test('a failure, as a person reads it', () => {
  expect(summarize(inputs, failed)).toMatchInlineSnapshot(`
    "### ❌ staging: \`aaaaaaaaaaaa\` not verified: crash-loop

    \`\`\`text
    vad-service-1: CrashLoopBackOff
    \`\`\`

    **Next:** Read the last log lines above; \`kubectl logs --previous\` has more.

    **More:** \`kubectl --namespace vixio-staging logs vad-service-1 --previous\`

    **Back to the last verified release**, if the job has not done it: \`gh workflow run rollback.yaml --field environment=staging --field reason=crash-loop\`

    | digest | wanted commit | engine's commit |
    | --- | --- | --- |
    | \`bbbbbbbbbbbb\` → \`aaaaaaaaaaaa\` | \`cccccccccccccccccccccccccccccccccccccccc\` | \`dddddddddddddddddddddddddddddddddddddddd\` |

    \`\`\`mermaid
    gantt
      dateFormat x
      axisFormat %M:%S
      section gates
      source 2s :done, 0, 1500
      pods 0s :crit, 1500, 1501
    \`\`\`

    | pod | state | digest | restarts | health | canary |
    | --- | --- | --- | --- | --- | --- |
    | \`vad-service-1\` | CrashLoopBackOff | \`aaaaaaaaaaaa\` | 3 |  |  |"
  `);
});

test.each<[string, Verdict, string]>([
  ['verified', { kind: 'verified', evidence }, 'get deployments,pods,hpa'],
  ['crash loop', failed, 'logs vad-service-1 --previous'],
  ['image', { ...failed, error: new ActionError('image-not-found', 'm') }, 'describe pod vad-service-1'],
  ['quota', { ...failed, error: new ActionError('quota-exceeded', 'm') }, 'describe replicasets'],
  ['autoscaler', { ...failed, error: new ActionError('hpa-no-metrics', 'm') }, 'describe hpa'],
  [
    'sync',
    { kind: 'failed', evidence: { ...evidence, rollout: undefined }, error: new ActionError('sync-failed', 'm') },
    'kubectl --namespace argocd describe applications.argoproj.io app',
  ],
])('the next command after %s', (_, verdict, command) => {
  expect(nextCommand(verdict)).toContain(command);
});

test('a log is folded under its pod', () => {
  const text = summarize(inputs, { ...failed, evidence: { ...evidence, logs: new Map([['p', 'boot\n```\nend']]) } });
  expect(text).toContain(
    '<details><summary>Last log lines of <code>p</code></summary>\n\n````text\nboot\n```\nend\n````',
  );
});

test('500 pods, each with as much log as is read of one, fit into a summary uncut', () => {
  const newPods = Array.from({ length: 500 }, (_, index) => ({ ...crashed, name: `vad-service-${index}` }));
  const log = Array.from({ length: 20 }, () => 'x'.repeat(1000)).join('\n');
  const long = { health: 'no answer: '.repeat(200), canary: undefined };
  const many: Verdict = {
    ...failed,
    error: new ActionError('crash-loop', `vad-service-0: CrashLoopBackOff\n${log}`),
    evidence: {
      ...evidence,
      rollout: { ...rollout, newPods },
      answers: new Map(newPods.map(pod => [pod.name, long])),
      logs: new Map(newPods.map(pod => [pod.name, log])),
    },
  };
  const text = summarize(inputs, many);
  expect(cut(text, 512 * 1024)).toBe(text);
  expect(text).toContain('… and 400 more pods');
  expect(text).toMatch(/… and the logs of \d+ more pods, left out\.$/);
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
});
