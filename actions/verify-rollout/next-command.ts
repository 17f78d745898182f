import type { Verdict } from './verdict.ts';

const engineCodes = [
  'sync-failed',
  'manifest-error',
  'source-failed',
  'engine-paused',
  'engine-down',
  'engine-objects-invalid',
];
const replicaSetCodes = ['quota-exceeded', 'admission-denied', 'pod-refused'];
const logCodes = ['crash-loop', 'oom-killed'];

/** The command that shows a person more. */
export function nextCommand(verdict: Verdict): string {
  const { target, rollout } = verdict.evidence;
  const here = `kubectl --namespace ${target.destinationNamespace}`;
  if (!('error' in verdict)) return `${here} get deployments,pods,hpa,services`;
  const { code } = verdict.error;
  const pod = rollout?.newPods.find(one => !one.isReady)?.name;
  if (engineCodes.includes(code)) return engineCommand(verdict);
  if (replicaSetCodes.includes(code)) return `${here} describe replicasets`;
  if (/^(service|endpoints)-/.test(code)) return `${here} get services,endpointslices,pods --output wide --show-labels`;
  if (code.startsWith('hpa-')) return `${here} describe hpa`;
  if (pod && logCodes.includes(code)) return `${here} logs ${pod} --previous`;
  if (pod) return `${here} describe pod ${pod}`;
  if (rollout && rollout.newPods.length > 0) return `${here} logs --selector app=vad-service --tail 50 --prefix`;
  return engineCommand(verdict);
}

/** The command that takes a failed release back, where a person wants to; '' for any other end. */
export function rollbackCommand(environment: string, verdict: Verdict): string {
  if (verdict.kind !== 'failed') return '';
  return `gh workflow run rollback.yaml --field environment=${environment} --field reason=${verdict.error.code}`;
}

function engineCommand({ evidence: { target } }: Verdict): string {
  return `kubectl --namespace ${target.namespace} describe ${target.kind} ${target.name}`;
}
