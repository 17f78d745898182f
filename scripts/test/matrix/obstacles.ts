import { setTimeout as pause } from 'node:timers/promises';
import { listAt, textAt } from '../../../actions/toolkit/json.ts';
import { readRollout } from '../../../actions/toolkit/rollout/observe.ts';
import { stopDaemon } from '../../local/daemon.ts';
import { apply, getJson, kubectl } from '../../local/kubectl.ts';
import { ensureMetricsServer } from '../../local/metrics-server.ts';
import { ensureNetwork } from '../../local/network.ts';
import { waitFor } from '../../local/wait.ts';
import type { Ground } from './ground.ts';

// What an administrator, a node or a cloud does to a rollout. Each that lasts gives what takes it back.

type Undo = () => Promise<unknown>;

/** Lets a namespace hold so many pods. */
export async function limitPods({ namespace }: Ground, pods: number): Promise<Undo> {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'matrix', namespace } };
  await apply([{ ...quota, spec: { hard: { pods: String(pods) } } }]);
  const isCounted = async () => {
    const found = await getJson<unknown>(['resourcequota', 'matrix', '--namespace', namespace]);
    return textAt(found, 'status', 'used', 'pods') !== '';
  };
  await waitFor('the quota to be counted', isCounted, { timeoutMs: 30_000 });
  return () => kubectl(['delete', 'resourcequota', 'matrix', '--namespace', namespace]);
}

/** A policy that takes no pod of a namespace. */
export async function denyPods({ namespace }: Ground): Promise<Undo> {
  const name = `deny-${namespace}`;
  const policy = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name } };
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
  await apply([
    {
      ...policy,
      kind: 'ValidatingAdmissionPolicy',
      spec: {
        matchConstraints: { resourceRules: [rule] },
        validations: [{ expression: 'false', message: 'the matrix takes no pods' }],
      },
    },
    {
      ...policy,
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
      },
    },
  ]);
  const undo = async () => {
    for (const kind of ['validatingadmissionpolicybinding', 'validatingadmissionpolicy'])
      await kubectl(['delete', kind, name, '--ignore-not-found']);
    const isGone = async () => !(await isDenied(namespace));
    await waitFor('the policy to be gone', isGone, { timeoutMs: 60_000 });
  };
  try {
    await waitFor('the policy to be in force', () => isDenied(namespace), { timeoutMs: 60_000 });
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}

// One that the namespace's own pod security takes.
function restrictedPod(namespace: string): object {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  const containers = [{ name: 'probe', image: 'none.invalid/none', securityContext }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'probe', namespace }, spec: { containers } };
}

async function isDenied(namespace: string): Promise<boolean> {
  try {
    await kubectl(['create', '--dry-run=server', '--filename', '-'], JSON.stringify(restrictedPod(namespace)));
    return false;
  } catch (error) {
    return /takes no pods/.test((error as { stderr?: string }).stderr ?? '');
  }
}

/** Makes the Secret that a pod waits for. */
export async function makeSecret({ namespace }: Ground, afterMs: number): Promise<void> {
  const isMissed = async () => {
    const events = await getJson<unknown>(['events', '--namespace', namespace]);
    return listAt(events, 'items').some(event => textAt(event, 'message').includes('secret "late" not found'));
  };
  await waitFor('a pod to miss its Secret', isMissed, { timeoutMs: 60_000 });
  await pause(afterMs);
  await kubectl(['create', 'secret', 'generic', 'late', '--from-literal=token=x', '--namespace', namespace]);
}

/** Says of an unschedulable pod what the cluster autoscaler says where no node would help. */
export async function refuseScaleUp({ namespace }: Ground): Promise<void> {
  const pod = await waitForNewPod(namespace, one => one.unschedulable !== undefined);
  const now = new Date().toISOString();
  await kubectl(
    ['create', '--filename', '-'],
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: 'autoscaler-', namespace },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', name: pod, namespace },
      reason: 'NotTriggerScaleUp',
      message: "pod didn't trigger scale-up: 1 Insufficient cpu",
      type: 'Normal',
      source: { component: 'cluster-autoscaler' },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    }),
  );
}

/** Evicts a pod of the rollout by the API, as a node's drain does, as soon as one is Ready. */
export async function evictOneNewPod({ namespace }: Ground): Promise<void> {
  const name = await waitForNewPod(namespace, pod => pod.isReady && isYoung(pod.runningSince));
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  await kubectl(['create', '--raw', path, '--filename', '-'], JSON.stringify(eviction));
}

const isYoung = (since: number | undefined) => since !== undefined && Date.now() - since < 20_000;

/** Ends metrics-server for a while, before the new pods have been measured. */
export async function withoutMetrics({ cluster }: Ground, forMs: number): Promise<void> {
  await stopDaemon('metrics-server');
  await pause(forMs);
  await ensureMetricsServer(await ensureNetwork(), cluster.ports);
}

type Pod = ReturnType<typeof readRollout>['newPods'][number];

/** Waits for a pod of the rollout, and gives its name. */
export async function waitForNewPod(namespace: string, isWanted: (pod: Pod) => boolean): Promise<string> {
  let found: Pod | undefined;
  const look = async () => {
    const list = await getJson<unknown>(['deployments.apps,replicasets.apps,pods', '--namespace', namespace]);
    found = readRollout(list, Date.now()).newPods.find(isWanted);
    return found !== undefined;
  };
  await waitFor('a pod of the rollout', look, { timeoutMs: 120_000, intervalMs: 250 });
  return found?.name ?? '';
}
