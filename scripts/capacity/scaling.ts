import { Cgroup } from '../bench/cgroup.ts';
import type { LoadOutcome } from '../bench/ghz.ts';
import { Failure } from '../failure.ts';
import { getJson } from '../local/kubectl.ts';
import { waitFor } from '../local/wait.ts';
import type { Progress } from '../progress.ts';
import { CoreWatch } from './cores.ts';
import { type RunningPod, readAllRunning } from './pod.ts';
import { type Change, isSettled, type Replicas, ReplicaWatch, readReplicas } from './replicas.ts';
import { Sessions } from './sessions.ts';
import { spread } from './spread.ts';

const ROUND_SECONDS = 15;
/** Longer than the HPA looks back before it adds pods: whoever has not moved by then stays. */
const STILL_SECONDS = 75;
const SCALE_UP_SECONDS = 420;
/** The HPA looks back 5 min before it takes pods away, then takes half of them a minute. */
const SCALE_DOWN_SECONDS = 480;

/** All sessions for a while, on the pods that were ready when it began. */
export interface Round {
  readonly atSeconds: number;
  readonly pods: number;
  readonly sessionsPerPod: readonly number[];
  /** Of the slowest pod. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Calls that did not end with OK: a machine that starts pods under load may keep others waiting for too long. */
  readonly failed: number;
  /** Share of all the machine's cores that was busy, 0 to 1. */
  readonly machineBusy: number;
}

export interface Scaling {
  readonly sessions: number;
  readonly rounds: readonly Round[];
  readonly loadEndedAtSeconds: number;
  /** Seconds count from when the load began. */
  readonly changes: readonly Change[];
}

/**
 * Loads all pods of an environment evenly until the HPA has added pods and is content, then waits until it has taken them
 * away again. Clients connect anew in each round, since new pods get no part of what old connections carry.
 */
export async function measureScaling(
  namespace: string,
  sessions: number,
  folder: string,
  progress: Progress,
): Promise<Scaling> {
  const { ready: least } = await progress.step('wait until the HPA is at rest', () => atRest(namespace));
  using watch = new ReplicaWatch(namespace);
  const rounds: Round[] = [];
  while (!isContent(watch, least)) {
    if (watch.seconds > SCALE_UP_SECONDS) throw notScaled(watch, rounds);
    const round = await progress.step(`${sessions} sessions on all pods`, () =>
      load(namespace, sessions, folder, watch),
    );
    progress.note(
      `${round.pods} pods: p99 ${round.p99Ms.toFixed(1)} ms, CPU ${watch.latest?.cpuPercent} % of the request`,
    );
    rounds.push(round);
  }
  const loadEndedAtSeconds = watch.seconds;
  const back = async () => watch.latest?.desired === least && isSettled(watch.latest);
  await progress.step(`without load: wait for ${least} pods`, () =>
    waitFor(`the HPA to go back to ${least} pods`, back, { timeoutMs: SCALE_DOWN_SECONDS * 1000, intervalMs: 1_000 }),
  );
  return { sessions, rounds, loadEndedAtSeconds, changes: watch.changes };
}

async function atRest(namespace: string): Promise<Replicas> {
  const rest = async () => {
    const [replicas, hpa] = [await readReplicas(namespace), await getJson<Hpa>(['hpa', 'vad-hpa', '-n', namespace])];
    return replicas.desired === hpa.spec.minReplicas && isSettled(replicas) && replicas;
  };
  const options = { timeoutMs: SCALE_DOWN_SECONDS * 1000, intervalMs: 2_000 };
  return await waitFor('as few pods as the HPA allows, all ready', rest, options);
}

interface Hpa {
  readonly spec: { readonly minReplicas: number };
}

function isContent(watch: ReplicaWatch, least: number): boolean {
  const last = watch.changes.at(-1);
  return (
    last !== undefined && last.desired > least && isSettled(last) && watch.seconds - last.atSeconds >= STILL_SECONDS
  );
}

async function load(namespace: string, sessions: number, folder: string, watch: ReplicaWatch): Promise<Round> {
  const atSeconds = watch.seconds;
  const pods = readAllRunning(await getJson(['pods', '--selector', 'app=vad-service', '--namespace', namespace]));
  const sessionsPerPod = spread(sessions, pods.length);
  const cores = new CoreWatch();
  const outcomes = await Promise.all(pods.map((pod, i) => speakOn(pod, sessionsPerPod[i] as number, folder)));
  const p50Ms = Math.max(...outcomes.map(outcome => outcome.p50Ms));
  const p99Ms = Math.max(...outcomes.map(outcome => outcome.p99Ms));
  const failed = outcomes.reduce((sum, outcome) => sum + failures(outcome), 0);
  return { atSeconds, pods: pods.length, sessionsPerPod, p50Ms, p99Ms, failed, machineBusy: cores.busy() };
}

function failures({ statuses }: LoadOutcome): number {
  return Object.entries(statuses).reduce((sum, [status, calls]) => sum + (status === 'OK' ? 0 : calls), 0);
}

/** @throws Failure if the pod was ever started anew */
async function speakOn(pod: RunningPod, count: number, folder: string): Promise<LoadOutcome> {
  await using sessions = await Sessions.open(pod, count, folder);
  const outcome = await sessions.speak(ROUND_SECONDS);
  const oomKills = Cgroup.existing(pod.cgroup).oomKills();
  if (pod.restarts === 0 && oomKills === 0) return outcome;
  throw new Failure(`${pod.name} was started anew ${pod.restarts} times, with ${oomKills} OOM kills.`);
}

function notScaled(watch: ReplicaWatch, rounds: readonly Round[]): Failure {
  const seen = JSON.stringify(watch.latest ?? 'nothing');
  return new Failure(`The HPA was not content within ${SCALE_UP_SECONDS} s of load; last seen: ${seen}.`, {
    cause: new Error(`p99 of each round: ${rounds.map(({ p99Ms }) => `${p99Ms.toFixed(0)} ms`).join(', ')}`),
    next: '`kubectl describe hpa vad-hpa` tells what it read; a machine with other work to do may be too slow.',
  });
}
