import type { ErrorCode } from '../errors.ts';
import { type ClientService, grpcPort } from '../manifest-names.ts';
import type { Cause } from './cause.ts';
import { findEndpointFaults } from './endpoint-faults.ts';
import { isSpent, type Sightings } from './judge.ts';
import type { NamespacePod } from './namespace-pod.ts';
import { faultDomain } from './rollback-policy.ts';
import { findServiceFault } from './service-faults.ts';
import type { Labels, ServiceState, ServicesObservation } from './services.ts';

/** The Services that clients use, as Git and the cluster have them, and the pods of their namespace. */
export interface EndpointsInput {
  readonly clients: readonly ClientService[];
  readonly rendered: readonly ServiceState[] | undefined;
  readonly live: ServicesObservation;
  readonly pods: readonly NamespacePod[];
  /** Selectors by Service in the release that was verified last; `undefined` where they are not known. */
  readonly verifiedSelectors: ReadonlyMap<string, Labels> | undefined;
}

export type EndpointsJudgement =
  | { readonly kind: 'passed' }
  | { readonly kind: 'waiting'; readonly seen: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/** Returns all that keeps clients from reaching exactly the release's pods, by the Services first. Pure. */
export function findReachFaults(input: EndpointsInput): readonly Cause[] {
  const { clients, rendered, live, pods, verifiedSelectors } = input;
  const faults = clients.map(client => {
    const service = findServiceFault({ client, rendered, live: live.services, pods });
    const verifiedSelector = verifiedSelectors?.get(client.name);
    return service ? [service] : findEndpointFaults({ client, live, pods, verifiedSelector });
  });
  return faults.flat();
}

/**
 * Judges what one look at the Services has found. Pure: the caller keeps the sightings.
 * @param causes what `findReachFaults` found
 * @param at when the look was taken, in ms since 1970
 */
export function judgeEndpoints(causes: readonly Cause[], at: number, sightings: Sightings): EndpointsJudgement {
  const [first] = causes;
  const allSpent = causes.filter(cause => isSpent(cause, at, sightings));
  // What others do to the cluster must not hide what the release has brought.
  const spent = allSpent.find(({ code }) => faultDomain(code) !== 'nothing') ?? allSpent[0];
  if (spent) return { kind: 'failed', code: spent.code, message: spent.summary };
  if (!first) return { kind: 'passed' };
  const more = causes.length > 1 ? ` (and ${causes.length - 1} more)` : '';
  return { kind: 'waiting', seen: `${first.summary}${more}` };
}

/** Says where the Services lead, once nothing is amiss. */
export function describeReach({ clients, pods }: Pick<EndpointsInput, 'clients' | 'pods'>): string {
  const serving = pods.filter(pod => pod.role === 'new' && pod.isServing).length;
  const names = clients.map(({ name, port }) => `${name}:${port}`).join(', ');
  return `${names} lead to ${serving === 1 ? 'the one pod' : `all ${serving} pods`} on ${grpcPort}`;
}
