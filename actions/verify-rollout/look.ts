import { isDeepStrictEqual } from 'node:util';
import { formatBounds } from '../toolkit/bounds.ts';
import { formatDuration } from '../toolkit/poll.ts';
import { type ObjectEvent, readEvents } from '../toolkit/rollout/events.ts';
import { type HpaJudgement, type HpaObservation, judgeBounds, judgeHpa, observeHpa } from '../toolkit/rollout/hpa.ts';
import { judge, keepSightings, type Sightings } from '../toolkit/rollout/judge.ts';
import { observeRollout, type RolloutObservation } from '../toolkit/rollout/observe.ts';
import { faultDomain } from '../toolkit/rollout/rollback-policy.ts';
import type { SyncObservation } from '../toolkit/sync/engine.ts';
import { judgeSync, type SyncQuestion } from '../toolkit/sync/judge.ts';
import { EndpointsGate, type GateJudgement } from './endpoints-gate.ts';
import type { GateName } from './gates.ts';
import { type Answers, askPods, judgeAnswers, type ServingJudgement } from './serving.ts';
import { Since } from './since.ts';
import type { LookAt, Step } from './step.ts';
import type { Rendered } from './subject.ts';

type GateFailure = Extract<GateJudgement, { kind: 'failed' }>;

const eventsEveryMs = 4_000;

/** Looks at branch, engine, workload, pods, autoscaler, Services and pods' answers in turn, and keeps what the next look needs. */
export class Look {
  readonly #at: LookAt;
  readonly #since = new Since();
  #sightings: Sightings = new Map();
  #events: { readonly list: readonly ObjectEvent[]; readonly at: number } = { list: [], at: 0 };
  engineRevision: string | undefined;
  digestBefore: string | undefined;
  rollout: RolloutObservation | undefined;
  hpa: HpaObservation | undefined;
  answers: Answers = new Map();
  readonly endpoints: EndpointsGate;

  constructor(at: LookAt) {
    this.#at = at;
    const { cluster, target, readVerifiedSelectors } = at;
    this.endpoints = new EndpointsGate({ cluster, namespace: target.destinationNamespace, readVerifiedSelectors });
  }

  async once(): Promise<Step> {
    const successor = await this.#at.release.successor(false);
    if (successor) return { kind: 'superseded', seen: successor };
    const step = await this.#judge();
    if (step.kind !== 'fault' && step.kind !== 'broken') return step;
    // What has already been replaced cannot fail any more.
    const late = await this.#at.release.successor(true);
    return late ? { kind: 'superseded', seen: late } : step;
  }

  async #judge(): Promise<Step> {
    this.digestBefore ??= (await this.#observe()).deployment?.digest;
    // The workload is read after the engine: what was read before it had synced proves nothing.
    return (await this.#engine()) ?? (await this.#workload(await this.#observe()));
  }

  async #observe(): Promise<RolloutObservation> {
    const { cluster, target } = this.#at;
    const rollout = await observeRollout(cluster, target.destinationNamespace);
    const isWhole = rollout.newPods.every(pod => pod.isReady);
    if (!isWhole && Date.now() - this.#events.at >= eventsEveryMs) {
      const filter = ['--field-selector', 'involvedObject.kind=Pod'];
      this.#events = { list: await readEvents(cluster, target.destinationNamespace, filter), at: Date.now() };
    }
    this.rollout = isWhole ? rollout : { ...rollout, events: this.#events.list };
    return this.rollout;
  }

  async #engine(): Promise<Step | undefined> {
    const { cluster, engine, target } = this.#at;
    const observation = await engine.observe(cluster, target);
    if (observation === undefined) return undefined;
    this.engineRevision = observation.revision;
    const judgement = judgeSync(await this.#question(observation));
    switch (judgement.kind) {
      case 'synced':
        return undefined;
      case 'waiting':
        return { kind: 'waiting', gate: judgement.gate, seen: observation.seen };
      case 'superseded':
        return { kind: 'superseded', seen: observation.seen };
      case 'failed': {
        const { code, message } = judgement.fault;
        return { kind: 'fault', gate: faultGate(observation), code, message };
      }
    }
  }

  async #question(observation: SyncObservation): Promise<SyncQuestion> {
    const { fault, revision } = observation;
    const { lineage, wantedAt } = this.#at;
    const place = (commit: string | undefined) => (commit === undefined ? undefined : lineage.place(commit));
    const position = (await place(revision)) ?? 'before';
    return {
      observation,
      position,
      faultPosition: await place(fault?.revision),
      wantedAt,
      // Not the message: it may name a temporary folder, another at every try.
      faultSeenFor: this.#since.for('fault', `${fault?.code} ${fault?.revision}`),
      waitedFor: this.#since.for('engine', position === 'before' ? revision : 'ours'),
    };
  }

  async #workload(rollout: RolloutObservation): Promise<Step> {
    const judgement = judge(rollout, this.#at.digest, this.#sightings);
    if (judgement.kind === 'failed')
      return { kind: 'broken', cause: judgement.cause, causes: judgement.causes, seen: judgement.seen };
    if (judgement.kind === 'progressing') {
      this.#sightings = keepSightings(this.#sightings, judgement.causes, rollout.at);
      // The pods are not of this release yet.
      if (judgement.gate === 'workload') return { kind: 'waiting', gate: 'workload', seen: judgement.seen };
    }
    const endpoints = await this.endpoints.check(rollout, this.#rendered()?.services);
    if (judgement.kind === 'progressing') {
      const early = this.#reachFault(endpoints, judgement.seen) ?? (await this.#early(rollout, judgement.seen));
      return early ?? { kind: 'waiting', gate: judgement.gate, seen: judgement.seen };
    }
    if (endpoints.kind === 'failed') return this.#endpointsFailed(endpoints);
    const autoscaler = await this.#autoscaler(rollout);
    if (autoscaler) return autoscaler;
    if (endpoints.kind === 'waiting') return { kind: 'waiting', gate: 'endpoints', seen: endpoints.seen };
    return this.#service(rollout);
  }

  // Without an engine nothing says which commit the cluster has.
  #rendered(): Rendered | undefined {
    const { engineRevision } = this;
    return engineRevision === undefined ? undefined : this.#at.lineage.rendered(engineRevision);
  }

  // A Service that a merge leads astray cuts clients off at once, however far the rollout has come. What counts against nothing of
  // the release waits: the rollout may be about to show what is wrong with it.
  #reachFault(endpoints: GateJudgement, during: string): Step | undefined {
    if (endpoints.kind !== 'failed' || faultDomain(endpoints.code) === 'nothing') return undefined;
    return this.#endpointsFailed(endpoints, during);
  }

  // A newer commit with the same digest may have brought other Services: they are for its own run to judge.
  #endpointsFailed({ code, message }: GateFailure, during?: string): Step {
    const { lineage } = this.#at;
    const isOfWanted = isDeepStrictEqual(this.#rendered()?.services, lineage.wanted.services);
    if (this.#rendered() && !isOfWanted)
      return {
        kind: 'superseded',
        seen: `${this.engineRevision} has other Services; its own run judges them: ${message}`,
      };
    return { kind: 'fault', gate: 'endpoints', code, message, ...(during === undefined ? {} : { during }) };
  }

  // While the old pods are still there: `minReadySeconds` leaves time to stop a release that is ready and yet deaf.
  async #early({ newPods }: RolloutObservation, during: string): Promise<Step | undefined> {
    const ready = newPods.filter(pod => pod.isReady && pod.digest === this.#at.digest).map(pod => pod.name);
    if (ready.length === 0) return undefined;
    const judgement = await this.#ask(ready);
    return judgement.kind === 'failed' ? { ...judgement, kind: 'fault', gate: 'grpc', during } : undefined;
  }

  async #ask(pods: readonly string[]): Promise<ServingJudgement> {
    const { cluster, target, access } = this.#at;
    this.answers = await askPods({ cluster, namespace: target.destinationNamespace, access }, pods, this.answers);
    return judgeAnswers(this.answers, this.#since.for('service', pods.toSorted().join()));
  }

  async #autoscaler(rollout: RolloutObservation): Promise<Step | undefined> {
    this.hpa = await observeHpa(this.#at.cluster, this.#at.target.destinationNamespace);
    const able = judgeHpa(this.hpa, { waitedFor: this.#since.for('hpa'), at: Date.now() });
    if (able.kind === 'passed') this.#since.end('hpa');
    const judgement = able.kind === 'passed' ? this.#bounds(this.hpa, rollout.newPods.length) : able;
    switch (judgement.kind) {
      case 'passed':
        return undefined;
      case 'waiting':
        return { kind: 'waiting', gate: 'hpa', seen: judgement.seen };
      case 'failed':
        return { kind: 'fault', gate: 'hpa', code: judgement.code, message: judgement.message };
    }
  }

  #bounds(hpa: HpaObservation, pods: number): HpaJudgement {
    const wanted = this.#rendered()?.bounds;
    const text = hpa.kind === 'hpa' ? `${formatBounds(hpa)} ${pods}` : 'none';
    const judgement = judgeBounds(hpa, { wanted, pods }, this.#since.for('bounds', text));
    if (judgement.kind === 'passed') this.#since.end('bounds');
    return judgement;
  }

  async #service({ newPods, at }: RolloutObservation): Promise<Step> {
    const { settleMs } = this.#at;
    const names = newPods.map(pod => pod.name);
    const judgement = await this.#ask(names);
    if (judgement.kind === 'failed') return { ...judgement, kind: 'fault', gate: 'grpc' };
    if (judgement.kind === 'waiting') return { kind: 'waiting', gate: 'grpc', seen: judgement.seen };
    const youngest = Math.max(...newPods.map(pod => pod.runningSince ?? at));
    // By this machine's clock too, since the nodes' may differ.
    const settled = Math.max(at - youngest, this.#since.for('settle', `${names.toSorted().join()} ${youngest}`));
    if (settled >= settleMs) return { kind: 'verified', seen: judgement.seen };
    return {
      kind: 'waiting',
      gate: 'grpc',
      seen: `${judgement.seen}; until they have run for ${formatDuration(settleMs)}`,
    };
  }
}

function faultGate({ revision }: SyncObservation): GateName {
  return revision === undefined ? 'source' : 'synced';
}
