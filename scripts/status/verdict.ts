import { engines } from '../local/engines.ts';
import type { EnvironmentStatus } from './collect.ts';
import { shortId } from './words.ts';

/** How an environment is, in one line. */
export interface Verdict {
  /** `well`, on its way, wrong, or nothing there yet. */
  readonly tone: 'well' | 'busy' | 'wrong' | 'empty';
  readonly text: string;
}

/** Whether an environment runs what Git says, and if not, the first thing that differs. Pure. */
export function judge(status: EnvironmentStatus): Verdict {
  const { engine, git, sync, live, drift, isOnItsWay } = status;
  if (git.problems[0]) return wrong(`it cannot be read: ${firstLine(git.problems[0])}`);
  const [first] = drift;
  if (first?.kind === 'unreadable') return wrong(`it cannot be read: ${firstLine(first.said)}`);
  if (!git.digest) return { tone: 'empty', text: 'nothing released yet' };
  if (sync.problem) return wrong(`${engines[engine].title} cannot sync: ${firstLine(sync.problem)}`);
  if (live.digest !== git.digest) {
    // The engine says that it is done, at this very commit.
    if (sync.revision === git.commit && live.digest)
      return wrong(`the cluster runs ${shortId(live.digest)}, which Git does not name`);
    if (first && !isOnItsWay) return wrong(`drifted: ${first.what}`);
    return { tone: 'busy', text: 'waiting: the cluster has another digest than Git' };
  }
  const pods = judgePods(status);
  if (pods) return pods;
  if (first) return wrong(`drifted: ${first.what}`);
  return { tone: 'well', text: 'runs what Git says' };
}

function judgePods({ pods, git, health }: EnvironmentStatus): Verdict | undefined {
  const current = pods.filter(pod => pod.digest === git.digest && pod.reason !== 'Terminating');
  const faulty = pods.find(pod => pod.reason && pod.reason !== 'Terminating');
  if (faulty) return wrong(`${faulty.name}: ${faulty.reason}, ${faulty.restarts} restarts`);
  if (current.length === 0 || current.some(pod => !pod.ready)) return { tone: 'busy', text: 'rolling out' };
  const mute = Object.entries(health).find(([, answer]) => answer !== 'SERVING');
  return mute ? wrong(`${mute[0]} answers ${mute[1]}`) : undefined;
}

function wrong(text: string): Verdict {
  return { tone: 'wrong', text };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
