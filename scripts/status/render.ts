import { engines } from '../local/engines.ts';
import type { LastRun } from '../local/workflow.ts';
import { type EnvironmentStatus, isServing } from './collect.ts';

const SHORT = 12;
const short = (text: string) => text.replace(/^sha256:/, '').slice(0, SHORT) || '–';

/** One screen for a person: a block for each environment, the verdict first; then the last run, if it failed. */
export function renderStatus(environments: readonly EnvironmentStatus[], lastRun?: LastRun): string {
  const blocks = environments.map(block);
  if (lastRun?.outcome === 'failed') {
    blocks.push(`The last run of ${lastRun.workflow}, for ${short(lastRun.commit)}, failed: ${lastRun.log}`);
  }
  return blocks.join('\n\n');
}

/** Whether an environment runs what Git says, and if not, the first thing that differs. */
export function verdict(status: EnvironmentStatus): string {
  const { engine, git, sync, live, pods } = status;
  if (!git.digest) return 'nothing released yet';
  if (sync.problem) return `${engines[engine].title} cannot sync: ${sync.problem.split('\n', 1)[0]}`;
  if (live.digest !== git.digest) return 'waiting: the cluster has another digest than Git';
  const current = pods.filter(pod => pod.digest === git.digest && pod.reason !== 'Terminating');
  const faulty = pods.find(pod => pod.reason && pod.reason !== 'Terminating');
  if (faulty) return `${faulty.name}: ${faulty.reason}, ${faulty.restarts} restarts`;
  if (current.length === 0 || current.some(pod => !pod.ready)) return 'rolling out';
  const mute = Object.entries(status.health).find(([, answer]) => answer !== 'SERVING');
  if (mute) return `${mute[0]} answers ${mute[1]}`;
  return 'runs what Git says';
}

function block(status: EnvironmentStatus): string {
  const { environment, namespace, engine, git, sync, live, pods, hpa, health } = status;
  const staying = pods.filter(pod => pod.reason !== 'Terminating');
  const ready = staying.filter(isServing).length;
  const serving = Object.values(health).filter(answer => answer === 'SERVING').length;
  const cpu = hpa.cpuPercent === null ? 'no CPU reading yet' : `CPU ${hpa.cpuPercent} % of the request`;
  const rows = [
    ['Git', `${short(git.digest)}   source ${short(git.source)}   main ${short(git.commit)}`],
    [engines[engine].title, `${sync.status} at ${short(sync.revision)}`],
    ['live', `${short(live.digest)}   source ${short(live.source)}`],
    ['pods', `${ready}/${staying.length} ready${podList(status)}`],
    ['HPA', `${hpa.replicas} of ${hpa.min}–${hpa.max}, ${cpu}`],
    ['gRPC', `${serving}/${ready} SERVING`],
  ];
  const lines = rows.map(([name, text]) => `  ${name?.padEnd(8)} ${text}`);
  return [`${environment} (${namespace}): ${verdict(status)}`, ...lines].join('\n');
}

function podList({ pods, git }: EnvironmentStatus): string {
  const notable = pods.filter(pod => pod.reason || pod.restarts > 0 || pod.digest !== git.digest);
  return notable
    .map(pod => `\n           ${pod.name}  ${short(pod.digest)}  ${pod.reason || 'ready'}  ${pod.restarts} restarts`)
    .join('');
}
