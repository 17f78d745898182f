import type { ErrorCode } from '../toolkit/errors.ts';
import type { Cluster } from '../toolkit/kubectl.ts';
import { type Cause, countSightings, judge, type Sightings } from '../toolkit/rollout/judge.ts';
import { observeRollout, type RolloutObservation } from '../toolkit/rollout/observe.ts';
import { observeApplication } from '../toolkit/sync/argocd.ts';
import type { SyncFault, SyncObservation, SyncTarget } from '../toolkit/sync/engine.ts';
import { judgeSync } from '../toolkit/sync/judge.ts';
import type { GateName } from './gates.ts';
import type { Lineage } from './lineage.ts';
import { type Answers, askHealth, serving } from './serving.ts';

/** What one look at engine and cluster comes to. */
export type Step =
  | { readonly kind: 'waiting'; readonly gate: GateName; readonly seen: string }
  | { readonly kind: 'verified'; readonly seen: string }
  | { readonly kind: 'superseded'; readonly seen: string }
  | { readonly kind: 'fault'; readonly gate: GateName; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: 'broken'; readonly cause: Cause; readonly seen: string };

export interface LookAt {
  readonly cluster: Cluster;
  readonly target: SyncTarget;
  readonly lineage: Lineage;
  readonly digest: string;
  readonly wantedAt: number;
}

/** Looks at engine, workload, pods and health in turn, and keeps what the next look needs. */
export class Look {
  readonly #at: LookAt;
  #sightings: Sightings = new Map();
  #fault: { readonly text: string; readonly since: number } | undefined;
  engineRevision: string | undefined;
  digestBefore: string | undefined;
  rollout: RolloutObservation | undefined;
  health: Answers = new Map();

  constructor(at: LookAt) {
    this.#at = at;
  }

  async once(): Promise<Step> {
    this.digestBefore ??= (await this.#observe()).deployment?.digest;
    // The workload is read after the engine: what was read before it had synced proves nothing.
    return (await this.#engine()) ?? (await this.#workload(await this.#observe()));
  }

  async #observe(): Promise<RolloutObservation> {
    this.rollout = await observeRollout(this.#at.cluster, this.#at.target.destinationNamespace);
    return this.rollout;
  }

  async #engine(): Promise<Step | undefined> {
    const { cluster, target, lineage, wantedAt } = this.#at;
    const observation = await observeApplication(cluster, target);
    this.engineRevision = observation.revision;
    const place = (commit: string | undefined) => (commit === undefined ? undefined : lineage.place(commit));
    const judgement = judgeSync({
      observation,
      position: (await place(observation.revision)) ?? 'before',
      faultPosition: await place(observation.fault?.revision),
      wantedAt,
      faultSeenFor: this.#faultSeenFor(observation.fault),
    });
    switch (judgement.kind) {
      case 'synced':
        return undefined;
      case 'waiting':
        return { kind: 'waiting', gate: judgement.gate, seen: observation.seen };
      case 'superseded':
        return { kind: 'superseded', seen: observation.seen };
      case 'failed':
        return {
          kind: 'fault',
          gate: faultGate(observation),
          code: judgement.fault.code,
          message: judgement.fault.message,
        };
    }
  }

  async #workload(rollout: RolloutObservation): Promise<Step> {
    const judgement = judge(rollout, this.#at.digest, this.#sightings);
    switch (judgement.kind) {
      case 'progressing':
        this.#sightings = countSightings(this.#sightings, judgement.causes);
        return { kind: 'waiting', gate: judgement.gate, seen: judgement.seen };
      case 'failed':
        return { kind: 'broken', cause: judgement.cause, seen: judgement.seen };
      case 'done':
        return this.#health(rollout.newPods.map(pod => pod.name));
    }
  }

  async #health(pods: readonly string[]): Promise<Step> {
    this.health = await askHealth(this.#at.cluster, this.#at.target.destinationNamespace, pods, this.health);
    const others = [...this.health].filter(([, answer]) => answer !== serving);
    if (others.length === 0) return { kind: 'verified', seen: `${pods.length}/${pods.length} pods SERVING` };
    return { kind: 'waiting', gate: 'grpc', seen: others.map(([pod, answer]) => `${pod}: ${answer}`).join('; ') };
  }

  #faultSeenFor(fault: SyncFault | undefined): number {
    const text = fault ? `${fault.code} ${fault.message}` : '';
    if (this.#fault?.text !== text) this.#fault = { text, since: Date.now() };
    return Date.now() - this.#fault.since;
  }
}

function faultGate({ revision }: SyncObservation): GateName {
  return revision === undefined ? 'source' : 'synced';
}
