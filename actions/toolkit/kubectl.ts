import { ActionError } from './errors.ts';
import { type Command, execute, type Running, start, tail } from './exec.ts';

/** How to reach a cluster: everything here only reads it. */
export interface Cluster {
  /** Path of a kubeconfig; undefined leaves it to kubectl (KUBECONFIG, or the user's own). */
  readonly kubeconfig?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A local port that leads to a pod's. */
export interface PortForward {
  readonly port: number;
  stop(): void;
}

/** Reads objects as JSON; undefined where the one asked for does not exist. Throws `cluster-*`. */
export async function getJson(cluster: Cluster, args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await execute(kubectlCommand(cluster, ['get', ...args, '--output', 'json']));
  if (code === 0) return JSON.parse(stdout.toString());
  if (/\(NotFound\)/.test(stderr)) return undefined;
  throw kubectlError(stderr);
}

/** The last lines of a container's log; '' where it has none. */
export async function lastLogLines(
  cluster: Cluster,
  { namespace, pod, container, previous }: { namespace: string; pod: string; container: string; previous: boolean },
  count: number,
): Promise<string> {
  const which = ['--namespace', namespace, pod, '--container', container, `--tail=${count}`];
  const args = ['logs', ...which, ...(previous ? ['--previous'] : [])];
  const { code, stdout } = await execute(kubectlCommand(cluster, args));
  // kubectl prints why there is no log on stdout too, with code 0, in one case.
  const text = stdout.toString().trim();
  return code === 0 && !text.startsWith('unable to retrieve container logs') ? text : '';
}

/** Prints a line for each change of objects, until it is stopped or the stream breaks. */
export function watch(cluster: Cluster, args: readonly string[]): Running {
  return start(kubectlCommand(cluster, ['get', ...args, '--watch-only', '--output', 'name']));
}

/** Opens a port to a pod. Throws `cluster-unreachable`, quoting kubectl, where it does not open within 10 s. */
export async function portForward(
  cluster: Cluster,
  namespace: string,
  pod: string,
  port: number,
): Promise<PortForward> {
  const args = ['port-forward', '--namespace', namespace, '--address', '127.0.0.1', `pod/${pod}`, `:${port}`];
  const limit = AbortSignal.timeout(10_000);
  const running = start(kubectlCommand(cluster, args));
  limit.addEventListener('abort', running.stop, { once: true });
  for await (const line of running.lines) {
    const local = /^Forwarding from 127\.0\.0\.1:(\d+) /.exec(line)?.[1];
    if (!local) continue;
    limit.removeEventListener('abort', running.stop);
    return { port: Number(local), stop: running.stop };
  }
  cluster.signal?.throwIfAborted();
  throw kubectlError(running.errors() || `port-forward to ${pod} did not open`);
}

function kubectlCommand({ kubeconfig, signal }: Cluster, args: readonly string[]): Command {
  const goesOn = args[0] === 'port-forward' || args.includes('--watch-only');
  const limit = goesOn ? [] : ['--request-timeout=10s'];
  return { file: 'kubectl', args: [...args, ...limit], env: kubeconfig ? { KUBECONFIG: kubeconfig } : {}, signal };
}

function kubectlError(stderr: string): ActionError {
  const said = tail(stderr, 5);
  if (/\(Forbidden\)|\(Unauthorized\)|must be logged in/i.test(stderr)) {
    return new ActionError('cluster-forbidden', `The cluster refuses to be read:\n${said}`);
  }
  return new ActionError('cluster-unreachable', `The cluster does not answer:\n${said}`);
}
