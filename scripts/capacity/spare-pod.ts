import { at, isRecord, textAt } from '../../actions/toolkit/json.ts';
import { deploymentName } from '../../actions/toolkit/manifest-names.ts';
import { Failure } from '../failure.ts';
import { getJson, kubectl } from '../local/kubectl.ts';
import { waitFor } from '../local/wait.ts';
import { type RunningPod, readRunning } from './pod.ts';

const NAME = 'vad-capacity';
/** It ends itself, should nobody be left to delete it. */
const LIFETIME_SECONDS = 3600;
const READY_MS = 60_000;

/**
 * One more pod of an environment, from its Deployment's own template. Neither Service nor HPA nor PodDisruptionBudget
 * count it, so load on it alone starts no others.
 */
export class SparePod {
  readonly #namespace: string;
  readonly pod: RunningPod;

  private constructor(namespace: string, pod: RunningPod) {
    this.#namespace = namespace;
    this.pod = pod;
  }

  static async start(namespace: string): Promise<SparePod> {
    await remove(namespace); // of a run that was killed
    const manifest = sparePod(await getJson(['deployment', deploymentName, '--namespace', namespace]));
    await kubectl(['create', '--filename', '-'], JSON.stringify(manifest));
    const ready = async () => readRunning(await readSpare(namespace));
    return new SparePod(namespace, await waitFor(`${NAME} to be ready`, ready, { timeoutMs: READY_MS }));
  }

  /** @throws Failure if its container was ever started anew */
  async expectNoRestart(): Promise<void> {
    const pod = await readSpare(this.#namespace);
    if (readRunning(pod)?.restarts === 0) return;
    const why = textAt(pod, 'status', 'containerStatuses', 0, 'lastState', 'terminated', 'reason');
    throw new Failure(`The pod did not bear the load: ${why || 'it is no longer ready'}.`, {
      next: `\`kubectl describe pod ${NAME} --namespace ${this.#namespace}\`, before the next run, tells more.`,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await remove(this.#namespace);
  }
}

const readSpare = (namespace: string) => getJson(['pod', NAME, '--namespace', namespace]);

async function remove(namespace: string): Promise<void> {
  await kubectl(['delete', 'pod', NAME, '--namespace', namespace, '--ignore-not-found']);
}

/** The pod that a Deployment would make, under a label of its own. */
export function sparePod(deployment: unknown): object {
  const spec = at(deployment, 'spec', 'template', 'spec');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: NAME, namespace: textAt(deployment, 'metadata', 'namespace'), labels: { app: NAME } },
    spec: { ...(isRecord(spec) ? spec : {}), activeDeadlineSeconds: LIFETIME_SECONDS },
  };
}
