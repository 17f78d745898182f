import type { ErrorCode } from '../errors.ts';
import type { Cluster } from '../kubectl.ts';

/** What a GitOps engine says of an environment, the same for every engine. */
export interface SyncObservation {
  /** The commit that it compares the cluster with; undefined before the first, or while it cannot tell. */
  readonly revision: string | undefined;
  /** Whether the cluster has that commit. */
  readonly isApplied: boolean;
  /** One line for a person. */
  readonly seen: string;
  readonly fault: SyncFault | undefined;
  /** How often it looks at Git by itself, in milliseconds; undefined where it does not say. */
  readonly looksEveryMs: number | undefined;
}

/** Why the engine does not go on. */
export interface SyncFault {
  readonly code: Extract<
    ErrorCode,
    'sync-failed' | 'manifest-error' | 'source-failed' | 'engine-paused' | 'engine-down' | 'engine-objects-invalid'
  >;
  readonly message: string;
  /** The commit that it failed at; undefined where the engine does not say. */
  readonly revision: string | undefined;
  /** When the engine first said so, in milliseconds since 1970; undefined where it does not say. */
  readonly since: number | undefined;
  /** How long it may heal where it names no commit, in milliseconds; default `faultGraceMs`. */
  readonly graceMs?: number;
}

export interface ObjectName {
  readonly name: string;
  readonly namespace: string;
}

/** Where an environment lives: what the engine pulls, and what it fills. */
export interface SyncTarget extends ObjectName {
  /** The engine's object, as kubectl names its kind. */
  readonly kind: string;
  /** Where Flux gets the commits from. */
  readonly source?: ObjectName;
  /** Where the workloads are; '' where only the overlay says. */
  readonly destinationNamespace: string;
  /** Path of the overlay in the repository. */
  readonly path: string;
}

/** One question, an answer for each engine: has the cluster reached a commit? */
export interface Engine {
  /** Reads where an environment lives from the manifests of `kustomize/clusters/<environment>/<engine>`. */
  findTarget(environment: string, manifests: readonly unknown[]): SyncTarget;
  /** Asks the cluster how far the engine is; undefined where there is none to ask. */
  observe(cluster: Cluster, target: SyncTarget): Promise<SyncObservation | undefined>;
}

/** A request to look that is not answered for so long, or a commit that is not seen so long after it was due. */
export const silentMs = 60_000;

// Two looks: whoever pauses and resumes within a moment is not in the way.
const pausedGraceMs = 4_000;

/** An engine that was told not to sync. */
export function pausedFault(message: string): SyncFault {
  return { code: 'engine-paused', message, revision: undefined, since: undefined, graceMs: pausedGraceMs };
}

/** An engine that does not answer. */
export function downFault(message: string): SyncFault {
  return { code: 'engine-down', message, revision: undefined, since: undefined, graceMs: silentMs };
}

/** A time as Kubernetes writes it, in milliseconds since 1970. */
export function parseTime(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** A message's first line, short enough for a log line. */
export function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
