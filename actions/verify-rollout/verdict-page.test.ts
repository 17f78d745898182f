import { join } from 'node:path';
import { expect, test } from 'vitest';
import { service, slice } from '../test/verify-rollout/cluster.ts';
import { ActionError } from '../toolkit/errors.ts';
import type { PodState, RolloutObservation } from '../toolkit/rollout/observe.ts';
import { readServices } from '../toolkit/rollout/services.ts';
import { type GateName, gateNames } from './gates.ts';
import { summarize } from './summary.ts';
import type { Evidence, Verdict } from './verdict.ts';

const digest = `sha256:${'3f9c2a71d0be'.padEnd(64, '0')}`;
const digestBefore = `sha256:${'b81e5d44c9a0'.padEnd(64, '0')}`;
const revision = '9d1c7f20'.padEnd(40, '0');

const ready: PodState = {
  name: 'vad-service-6c9f7d-x2k4q',
  phase: 'Running',
  isReady: true,
  digest,
  restarts: 0,
  runningSince: 0,
  waiting: undefined,
  lastExit: undefined,
  unschedulable: undefined,
};

const names = ['vad-service-6c9f7d-x2k4q', 'vad-service-6c9f7d-zz8lm'] as const;
const oldNames = ['vad-service-5b7d44-8hh2w', 'vad-service-5b7d44-qk9tz'] as const;

const rollout: RolloutObservation = {
  at: 0,
  deployment: undefined,
  newPods: names.map(name => ({ ...ready, name })),
  endedPods: [],
  namespacePods: names.map(name => ({
    uid: name,
    name,
    role: 'new',
    labels: { app: 'vad-service' },
    isServing: true,
    ports: [{ container: 'vad-service', name: 'grpc', port: 50051, protocol: 'TCP' }],
    ips: ['10.244.0.9'],
  })),
  oldReady: 0,
  terminating: 0,
  createFailure: undefined,
  events: [],
};

const heard = { health: 'SERVING', canary: { kind: 'heard', said: 'voice in speech, none in silence' } } as const;

/** Gates of three seconds each; those after the last are not reached. */
const gatesUpTo = (last: GateName, isPassed: boolean) =>
  gateNames.slice(0, gateNames.indexOf(last) + 1).map((gate, index) => ({
    gate,
    from: index * 3000,
    to: (index + 1) * 3000,
    isPassed: isPassed || gate !== last,
    seen: '',
  }));

function servicesTo(pods: readonly string[]) {
  return readServices(['vad-service', 'vad-service-headless'].flatMap(name => [service(name), slice(name, pods)]));
}

const evidence: Evidence = {
  target: {
    kind: 'applications.argoproj.io',
    name: 'vad-service-staging',
    namespace: 'argocd',
    destinationNamespace: 'vixio-staging',
    path: 'kustomize/overlays/staging',
  },
  digest,
  digestBefore,
  engineRevision: revision,
  rollout,
  hpa: undefined,
  services: servicesTo(names),
  answers: new Map(rollout.newPods.map(pod => [pod.name, heard])),
  gates: gatesUpTo('grpc', true),
  logs: new Map(),
};

const log = 'loading model\nError: model.onnx: unexpected end of file';
const crashing: PodState = {
  ...ready,
  isReady: false,
  restarts: 2,
  waiting: { reason: 'CrashLoopBackOff', message: '' },
  lastExit: { code: 1, reason: 'Error', at: 0 },
};

const crashed: Verdict = {
  kind: 'failed',
  error: new ActionError(
    'crash-loop',
    `${crashing.name}: CrashLoopBackOff, exit code 1 (Error)\nIts last log lines:\n${log}\n2 old pods still ready: the release before still serves.`,
  ),
  evidence: {
    ...evidence,
    rollout: {
      ...rollout,
      newPods: [crashing],
      namespacePods: rollout.namespacePods.map((pod, index) => {
        const name = oldNames[index] ?? '';
        return { ...pod, role: 'old', uid: name, name };
      }),
      oldReady: 2,
    },
    services: servicesTo(oldNames),
    answers: new Map(),
    gates: gatesUpTo('pods', false),
    logs: new Map([[crashing.name, log]]),
  },
};

const misspelt: Verdict = {
  kind: 'failed',
  error: new ActionError(
    'endpoints-missing',
    'Service vad-service: it selects app=vad-servcie; the pods of this release have app=vad-service, so it leads to none of them.\nClients are cut off now, whichever pods are ready.',
  ),
  evidence: {
    ...evidence,
    services: readServices([
      ...[service('vad-service', { selector: { app: 'vad-servcie' } }), slice('vad-service', [])],
      ...[service('vad-service-headless'), slice('vad-service-headless', names)],
    ]),
    answers: new Map(),
    gates: gatesUpTo('endpoints', false),
  },
};

const early = { ...evidence, rollout: undefined, services: undefined, answers: new Map() };

const overtaken: Verdict = {
  kind: 'superseded',
  by: 'main at 5b0e1f9a77c2 names 77aa01c2de3f for staging',
  evidence: { ...early, gates: gatesUpTo('synced', false) },
};

const ended: Verdict = {
  kind: 'cancelled',
  error: new ActionError('cancelled', 'Ended by SIGTERM.'),
  evidence: { ...early, gates: gatesUpTo('source', false) },
};

/** Each with what rollback-note.ts says of it. */
const shown: readonly (readonly [Verdict, string])[] = [
  [{ kind: 'verified', evidence }, 'No rollback target yet: no other release of staging has been verified.'],
  [crashed, 'There is nothing verified to roll back to: the ledger holds no other release of staging.'],
  [misspelt, ''],
  [overtaken, ''],
  [ended, ''],
];

// A page that GitHub renders as it renders a summary; `npx vitest -u` writes it anew.
test('docs/verdicts.md shows each verdict as it is written now', async () => {
  const head = `# What verify-rollout says

The step summary of each verdict; the times and names are made up. The lines on rollbacks are there as long as the ledger holds no
other verified release of the environment.`;
  const parts = shown.map(([verdict, rollback]) => summarize({ environment: 'staging', revision }, verdict, rollback));
  const page = `${[head, ...parts].join('\n\n---\n\n')}\n`;
  await expect(page).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/verdicts.md'));
});
