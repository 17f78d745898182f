import { type CanaryResult, sendCanary } from '../toolkit/canary.ts';
import { asActionError, type ErrorCode } from '../toolkit/errors.ts';
import type { GrpcAccess } from '../toolkit/grpc-access.ts';
import { checkHealth } from '../toolkit/health.ts';
import { type Cluster, portForward } from '../toolkit/kubectl.ts';
import { grpcPort } from '../toolkit/manifest-names.ts';

/** What a pod answered. */
export interface Answer {
  /** A serving status' name, or why there is none. */
  readonly health: string;
  /** Sent only to a pod that says SERVING. */
  readonly canary: CanaryResult | undefined;
}

/** What each pod answered, by the pod's name. */
export type Answers = ReadonlyMap<string, Answer>;

export type ServingJudgement =
  | { readonly kind: 'proven'; readonly seen: string }
  | { readonly kind: 'waiting'; readonly seen: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

export interface Asked {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly access: GrpcAccess;
}

// Each port-forward is a process.
const atOnce = 8;

/** Asks every pod that has not proven itself yet, each through a port of its own. Throws `cluster-forbidden`. */
export async function askPods(asked: Asked, pods: readonly string[], known: Answers): Promise<Answers> {
  const answers = new Map<string, Answer>();
  const queue = [...pods];
  const work = async () => {
    for (let pod = queue.shift(); pod !== undefined; pod = queue.shift()) {
      const answer = known.get(pod);
      answers.set(pod, answer && isProven(answer) ? answer : await askPod(asked, pod));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  // In the pods' order, not in that of the answers: the same state prints the same line.
  return new Map([...answers].toSorted(([a], [b]) => pods.indexOf(a) - pods.indexOf(b)));
}

async function askPod({ cluster, namespace, access }: Asked, pod: string): Promise<Answer> {
  try {
    const forward = await portForward(cluster, namespace, pod, grpcPort);
    const address = `127.0.0.1:${forward.port}`;
    try {
      const health = await checkHealth(address, access);
      return { health, canary: health === serving ? await sendCanary(address, access) : undefined };
    } finally {
      forward.stop();
    }
  } catch (thrown) {
    cluster.signal?.throwIfAborted();
    const error = asActionError(thrown);
    if (error.code === 'cluster-forbidden') throw error;
    return { health: `no answer: ${error.message}`, canary: undefined };
  }
}

const serving = 'SERVING';

// At its session cap a pod has taken real sessions, which proves more than ours would.
function isProven({ health, canary }: Answer): boolean {
  return health === serving && (canary?.kind === 'heard' || canary?.kind === 'refused');
}

// The kubelet asks the same question every 2 s; a pod that is Ready all the same has probes that ask another one.
const notServingMs = 10_000;
const brokenMs = 10_000;

/** Judges what the pods answered. Pure. @param waitedFor how long these pods have been asked, in milliseconds */
export function judgeAnswers(answers: Answers, waitedFor: number): ServingJudgement {
  for (const [pod, { canary }] of answers) {
    const wrong = canary?.kind === 'deaf' || canary?.kind === 'restless' ? canary.kind : undefined;
    if (wrong) return { kind: 'failed', code: `canary-${wrong}`, message: `${pod}: the canary ${canary?.said}.` };
  }
  const open = [...answers].filter(([, answer]) => !isProven(answer));
  if (open.length === 0) return { kind: 'proven', seen: describe(answers) };
  const seen = open
    .map(([pod, { health, canary }]) => `${pod}: ${canary ? `canary: ${canary.said}` : health}`)
    .join('; ');
  const isBroken = open.some(([, { canary }]) => canary?.kind === 'broken');
  if (isBroken && waitedFor >= brokenMs) return { kind: 'failed', code: 'canary-failed', message: seen };
  const isRefusing = open.some(([, { health }]) => health !== serving && !health.startsWith('no answer'));
  if (isRefusing && waitedFor >= notServingMs) return { kind: 'failed', code: 'not-serving', message: seen };
  return { kind: 'waiting', seen };
}

function describe(answers: Answers): string {
  const refused = [...answers.values()].filter(({ canary }) => canary?.kind === 'refused');
  const [first] = refused;
  const note = first ? `, of which ${refused.length} took no canary (${first.canary?.said})` : '';
  return `${answers.size}/${answers.size} pods SERVING and hearing${note}`;
}
