import type { ErrorCode } from '../errors.ts';

/**
 * What a failed verification says against the release itself: `release` speaks against image or configuration, and
 * `configuration` only against a configuration that has changed, since a new image asks for no more than the old one.
 * A code that is not here is about the cluster, the engine, the registry or the run, and speaks against no release.
 */
const evidence: Partial<Record<ErrorCode, 'release' | 'configuration'>> = {
  'sync-failed': 'release',
  'manifest-error': 'release',
  'image-not-found': 'release',
  'image-invalid': 'release',
  'config-error': 'release',
  'start-failed': 'release',
  'crash-loop': 'release',
  'oom-killed': 'release',
  'probe-failed': 'release',
  'admission-denied': 'release',
  'pod-refused': 'release',
  'progress-deadline': 'release',
  'not-serving': 'release',
  'canary-deaf': 'release',
  'canary-restless': 'release',
  'canary-failed': 'release',
  unschedulable: 'configuration',
  'quota-exceeded': 'configuration',
  'hpa-unable': 'configuration',
};

/** What a failure-reason of verify-rollout says against the release that was verified. Pure. */
export function evidenceOf(reason: string): 'release' | 'configuration' | 'none' {
  return Object.entries(evidence).find(([code]) => code === reason)?.[1] ?? 'none';
}
