import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../failure.ts';
import { missingTools } from '../tools/build.ts';
import { cacheDirectory, type ToolModule } from '../tools/tools.ts';
import { clusterExists, stateDirectory } from './state.ts';

/** Room that something will take on a disk. */
export interface Need {
  readonly folder: string;
  readonly gibibytes: number;
  readonly what: string;
}

const gibibyte = 2 ** 30;

/** What `up` will write, by what is there already; figures are those of a run from nothing, rounded up. */
export function neededSpace(modules: readonly ToolModule[]): Need[] {
  const missing = missingTools(modules);
  const needs: Need[] = [];
  if (missing.length > 0) {
    // Kubernetes' build cache is most of it, and goes when the binaries are there.
    const gibibytes = missing.includes('kubernetes') ? 10 : 4;
    needs.push({ folder: cacheDirectory(), gibibytes, what: 'building the tools' });
  }
  if (!clusterExists()) needs.push({ folder: stateDirectory, gibibytes: 2, what: 'images, etcd and logs' });
  return needs;
}

/** Fails before anything is begun where a disk has too little room for what goes there. @throws Failure naming each */
export async function expectSpace(needs: readonly Need[]): Promise<void> {
  const disks = Map.groupBy(await Promise.all(needs.map(onDisk)), ({ disk }) => disk);
  const short: string[] = [];
  for (const [, wanted] of disks) {
    const free = Math.min(...wanted.map(need => need.free));
    const sum = wanted.reduce((total, { gibibytes }) => total + gibibytes, 0);
    if (free >= sum) continue;
    const uses = wanted.map(({ folder, gibibytes, what }) => `${gibibytes} GiB in ${folder} for ${what}`);
    short.push(`${free.toFixed(1)} GiB are free where ${uses.join(' and ')} are needed`);
  }
  if (short.length === 0) return;
  throw new Failure(`Too little disk: ${short.join('; ')}.`, {
    next: 'Free some, or set XDG_CACHE_HOME to a folder on another disk for the tools. Nothing was begun.',
  });
}

async function onDisk(need: Need): Promise<Need & { disk: number; free: number }> {
  let folder = need.folder;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  return { ...need, disk: (await stat(folder)).dev, free: (bavail * bsize) / gibibyte };
}
