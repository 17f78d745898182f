import { listAt, numberAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';

/** What a component of the cluster said about an object. */
export interface ObjectEvent {
  readonly kind: string;
  readonly object: string;
  readonly reason: string;
  readonly message: string;
}

/** The events of a namespace, oldest first. Without the right to read them there are none: they only explain. */
export async function readEvents(
  cluster: Cluster,
  namespace: string,
  filter: readonly string[] = [],
): Promise<ObjectEvent[]> {
  const list = await getJson(cluster, ['events', '--namespace', namespace, ...filter]).catch(() => undefined);
  cluster.signal?.throwIfAborted();
  const time = (event: unknown) => Date.parse(textAt(event, 'lastTimestamp') || textAt(event, 'eventTime')) || 0;
  return listAt(list, 'items')
    .toSorted((a, b) => time(a) - time(b) || numberAt(a, 'count') - numberAt(b, 'count'))
    .map(event => ({
      kind: textAt(event, 'involvedObject', 'kind'),
      object: textAt(event, 'involvedObject', 'name'),
      reason: textAt(event, 'reason'),
      message: textAt(event, 'message'),
    }));
}
