import { expect, test } from 'vitest';
import { ActionError } from '../toolkit/errors.ts';
import { cut } from '../toolkit/report.ts';
import type { PodState } from '../toolkit/rollout/observe.ts';
import type { VerifyInputs } from './inputs.ts';
import { nextCommand, summarize } from './summary.ts';
import type { Evidence, Verdict } from './verdict.ts';

const digest = `sha256:${'a'.repeat(64)}`;

const inputs: VerifyInputs = {
  environment: 'staging',
  revision: 'c'.repeat(40),
  digest,
  engine: 'argocd',
  timeoutMs: 1,
  kubeconfig: undefined,
};

const crashed: PodState = {
  name: 'vad-service-1',
  phase: 'Running',
  isReady: false,
  digest,
  restarts: 3,
  waiting: { reason: 'CrashLoopBackOff', message: '' },
  lastExit: { code: 1, reason: 'Error', at: 0 },
};

const evidence: Evidence = {
  target: { name: 'app', namespace: 'argocd', destinationNamespace: 'vixio-staging', path: 'p' },
  digest,
  digestBefore: `sha256:${'b'.repeat(64)}`,
  engineRevision: 'd'.repeat(40),
  rollout: { at: 0, deployment: undefined, newPods: [crashed], oldReady: 2 },
  health: new Map(),
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

    | pod | state | digest | restarts | health |
    | --- | --- | --- | --- | --- |
    | \`vad-service-1\` | CrashLoopBackOff | \`aaaaaaaaaaaa\` | 3 |  |

    \`kubectl --namespace vixio-staging logs vad-service-1 --previous\`"
  `);
});

test.each<[string, Verdict, string]>([
  ['verified', { kind: 'verified', evidence }, 'get deployments,pods,hpa'],
  ['crash loop', failed, 'logs vad-service-1 --previous'],
  ['image', { ...failed, error: new ActionError('image-not-found', 'm') }, 'describe pod vad-service-1'],
  [
    'sync',
    { kind: 'failed', evidence: { ...evidence, rollout: undefined }, error: new ActionError('sync-failed', 'm') },
    'kubectl --namespace argocd describe applications.argoproj.io app',
  ],
])('the next command after %s', (_, verdict, command) => {
  expect(nextCommand(verdict)).toContain(command);
});

test('500 pods fit into a summary uncut', () => {
  const newPods = Array.from({ length: 500 }, (_, index) => ({ ...crashed, name: `vad-service-${index}` }));
  const many: Verdict = {
    ...failed,
    evidence: { ...evidence, rollout: { at: 0, deployment: undefined, newPods, oldReady: 0 } },
  };
  const text = summarize(inputs, many);
  expect(cut(text, 512 * 1024)).toBe(text);
});
