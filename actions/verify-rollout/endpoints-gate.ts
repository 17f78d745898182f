import { ActionError } from '../toolkit/errors.ts';
import type { Cluster } from '../toolkit/kubectl.ts';
import { clientServices } from '../toolkit/manifest-names.ts';
import { keepSightings, type Sightings } from '../toolkit/rollout/judge.ts';
import {
  describeReach,
  type EndpointsInput,
  type EndpointsJudgement,
  findReachFaults,
  judgeEndpoints,
} from '../toolkit/rollout/judge-endpoints.ts';
import type { RolloutObservation } from '../toolkit/rollout/observe.ts';
import {
  type Labels,
  observeServices,
  type ServiceState,
  type ServicesObservation,
} from '../toolkit/rollout/services.ts';
import { Since } from './since.ts';

// EndpointSlices may still be of the moment before the sync.
const confirmMs = 2_000;

interface EndpointsGateOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Reads the selectors, by Service, of the release that was verified last; asked only where they matter. */
  readonly readVerifiedSelectors: () => Promise<ReadonlyMap<string, Labels> | undefined>;
}

// A verifier with fewer rights than this gate needs must not lose sight of what else is wrong.
function asForbidden(error: unknown): ActionError {
  if (error instanceof ActionError && error.code === 'cluster-forbidden') return error;
  throw error;
}

export type GateJudgement =
  | Exclude<EndpointsJudgement, { kind: 'passed' }>
  | { readonly kind: 'passed'; readonly seen: string };

/** Judges at each look whether the Services that clients use lead to the new pods, and keeps what the next look needs. */
export class EndpointsGate {
  readonly #options: EndpointsGateOptions;
  readonly #since = new Since();
  #sightings: Sightings = new Map();
  observation: ServicesObservation | undefined;

  constructor(options: EndpointsGateOptions) {
    this.#options = options;
  }

  /** @param rendered the Services at the engine's commit; `undefined` where that is not known */
  async check(rollout: RolloutObservation, rendered: readonly ServiceState[] | undefined): Promise<GateJudgement> {
    const { cluster, namespace } = this.#options;
    const live = await observeServices(cluster, namespace).catch(asForbidden);
    if (live instanceof ActionError) return { kind: 'failed', code: live.code, message: live.message };
    this.observation = live;
    const input = { clients: clientServices, rendered, live, pods: rollout.namespacePods };
    const causes = await this.#findFaults({ ...input, verifiedSelectors: undefined });
    const judgement = judgeEndpoints(causes, rollout.at, this.#sightings);
    this.#sightings = keepSightings(this.#sightings, causes, rollout.at);
    if (judgement.kind !== 'passed') {
      this.#since.end('passed');
      return judgement;
    }
    const seen = describeReach({ clients: clientServices, pods: rollout.namespacePods });
    const isConfirmed = this.#since.for('passed') >= confirmMs;
    return isConfirmed ? { kind: 'passed', seen } : { kind: 'waiting', seen: `${seen}; looking once more` };
  }

  async #findFaults(input: EndpointsInput) {
    const causes = findReachFaults(input);
    if (!causes.some(({ code }) => code === 'endpoints-foreign')) return causes;
    return findReachFaults({ ...input, verifiedSelectors: await this.#options.readVerifiedSelectors() });
  }
}
