import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Ended } from '../harness.ts';
import { commit, git, push, shallowClone } from '../repositories.ts';
import { type BumpWorld, bumpWorld } from './setup.ts';

/** Twenty commits of main, oldest first, and a shallow checkout for the job of each. */
export interface Twenty {
  readonly world: BumpWorld;
  readonly sources: readonly string[];
  readonly clones: readonly string[];
}

export function makeTwenty(): Twenty {
  const world = bumpWorld();
  const texts = Array.from({ length: 20 }, (_, at) => `// change ${at}\n`);
  const sources = texts.map(text => commit(world.work, { 'vad-service/src/main.ts': text }));
  push(world.work);
  return { world, sources, clones: sources.map(() => shallowClone(world)) };
}

/** Bumps all of them at once, started in this order (indexes of sources); ended, by source. */
export function bumpAll({ world, sources, clones }: Twenty, order: readonly number[]): Promise<Map<string, Ended>> {
  const bumps = order.map(async at => {
    const [source = '', cwd = ''] = [sources[at], clones[at]];
    return [source, await world.bump(source, digestOf(source), { cwd })] as const;
  });
  return Promise.all(bumps).then(entries => new Map(entries));
}

/** Nothing was lost: each bump landed or is superseded, main holds exactly those that landed, and ends at the newest. */
export function expectNoneLost({ world, sources }: Twenty, ended: ReadonlyMap<string, Ended>): void {
  const newest = sources.at(-1) ?? '';
  for (const [source, { code, stdout, outputs }] of ended) {
    expect(code, stdout).toBe(0);
    expect(outputs.outcome, stdout).toBeOneOf(source === newest ? ['committed'] : ['committed', 'superseded']);
  }
  const landed = [...ended.values()].filter(({ outputs }) => outputs.outcome === 'committed');
  const bumps = git(
    world.bare,
    'log',
    '--reverse',
    '--format=%H %(trailers:key=Source-Commit,valueonly,separator=)',
    `${newest}..main`,
  );
  const [commits, recorded] = [0, 1].map(word => bumps.split('\n').map(line => line.split(' ')[word] ?? ''));
  expect(commits?.toSorted()).toEqual(landed.map(({ outputs }) => outputs['commit-sha']).toSorted());
  // Each record on main is newer than the one before.
  expect(recorded).toEqual(sources.filter(source => recorded?.includes(source)));
  expect(world.released()).toContain(newest);
  expect(world.released()).toContain(digestOf(newest));
}

/** How many pushes lost against another. */
export function countOvertaken(ended: ReadonlyMap<string, Ended>): number {
  return [...ended.values()].flatMap(({ stdout }) => stdout.match(/was overtaken/g) ?? []).length;
}

function digestOf(source: string): string {
  return `sha256:${createHash('sha256').update(source).digest('hex')}`;
}
