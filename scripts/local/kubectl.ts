import { stringify } from 'yaml';
import { $ } from 'zx';
import { kubeconfigs } from './state.ts';

/** Runs kubectl against the local cluster as its administrator and gives its stdout. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const { stdout } = await $({ quiet: true, input })`kubectl --kubeconfig ${kubeconfigs.admin} ${args}`;
  return stdout;
}

/** Server-side applies Kubernetes objects, given as objects or as YAML text. */
export async function apply(manifests: readonly object[] | string): Promise<void> {
  const text = typeof manifests === 'string' ? manifests : manifests.map(object => stringify(object)).join('---\n');
  await kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], text);
}

/** What `kubectl get … -o json` says. */
export async function getJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(['get', ...args, '--output', 'json'])) as T;
}
