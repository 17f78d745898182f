import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { names } from './state.ts';

const ROOT = '/sys/fs/cgroup';

/** Our cgroup in every hierarchy: one under cgroup v2, one a controller under v1. */
export function ownCgroups(): string[] {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) return [join(ROOT, names.cgroup)];
  return readdirSync(ROOT).map(controller => join(ROOT, controller, names.cgroup));
}

/** Makes the cgroup under which the kubelet puts its pods, so that `down` knows that they are ours. */
export async function ensureCgroups(): Promise<void> {
  for (const path of ownCgroups()) {
    await mkdir(path, { recursive: true });
    if (path.startsWith(`${ROOT}/cpuset/`)) await inheritCpuset(path);
  }
  await delegateControllers();
}

// Under v1 a new cpuset is empty, and nothing can run in it.
async function inheritCpuset(path: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    await writeFile(join(path, file), readFileSync(join(ROOT, 'cpuset', file)));
  }
}

// Under v2 a child has the controllers that its parent hands down.
async function delegateControllers(): Promise<void> {
  const available = join(ROOT, 'cgroup.controllers');
  if (!existsSync(available)) return;
  const all = readFileSync(available, 'utf8').trim().split(' ');
  const wanted = all.filter(name => ['cpu', 'cpuset', 'memory', 'pids', 'io', 'hugetlb'].includes(name));
  for (const folder of [ROOT, join(ROOT, names.cgroup)]) {
    await writeFile(join(folder, 'cgroup.subtree_control'), wanted.map(name => `+${name}`).join(' '));
  }
}

/** Process ids of everything in our cgroups. */
export function cgroupProcesses(): number[] {
  const found = new Set<number>();
  for (const path of ownCgroups().filter(existsSync)) {
    for (const folder of withDescendants(path)) {
      for (const pid of readProcs(folder)) found.add(pid);
    }
  }
  return [...found];
}

/** Removes our cgroups, deepest first; processes must have ended. */
export async function removeCgroups(): Promise<void> {
  for (const path of ownCgroups()) {
    // A dead process stays in its cgroup for a moment, and the kernel says EBUSY.
    for (let tries = 0; existsSync(path) && tries < 50; tries++) {
      for (const folder of withDescendants(path).reverse()) await rmdir(folder).catch(() => {});
      if (existsSync(path)) await sleep(100);
    }
  }
}

function withDescendants(folder: string): string[] {
  try {
    const children = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory());
    return [folder, ...children.flatMap(child => withDescendants(join(folder, child.name)))];
  } catch {
    return [folder]; // gone meanwhile
  }
}

function readProcs(folder: string): number[] {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
