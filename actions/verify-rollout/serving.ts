import { checkHealth } from '../toolkit/health.ts';
import { type Cluster, portForward } from '../toolkit/kubectl.ts';
import { grpcPort } from '../toolkit/manifest-names.ts';

/** What each pod answered to Health/Check, by the pod's name. */
export type Answers = ReadonlyMap<string, string>;

export const serving = 'SERVING';

/** Asks every pod that has not answered SERVING yet, each through a port of its own. */
export async function askHealth(
  cluster: Cluster,
  namespace: string,
  pods: readonly string[],
  known: Answers,
): Promise<Answers> {
  const answers = pods.map(async pod => {
    const answer = known.get(pod);
    return [pod, answer === serving ? answer : await askPod(cluster, namespace, pod)] as const;
  });
  return new Map(await Promise.all(answers));
}

async function askPod(cluster: Cluster, namespace: string, pod: string): Promise<string> {
  try {
    const forward = await portForward(cluster, namespace, pod, grpcPort);
    return await checkHealth(`127.0.0.1:${forward.port}`).finally(forward.stop);
  } catch (error) {
    cluster.signal?.throwIfAborted();
    return `no answer: ${error instanceof Error ? error.message : error}`;
  }
}
