import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { knownCause } from '../known-cause.ts';
import { acquire } from '../local/lock.ts';
import { waitFor } from '../local/wait.ts';
import { type Progress, seconds } from '../progress.ts';
import { binDirectory, cacheDirectory, moduleDirectory, type Tool, type ToolModule, tools } from './tools.ts';

/**
 * Builds what is missing of the named tools and puts all of them first on PATH.
 * A build is whole or absent: it is made aside and renamed into place.
 */
export async function ensureTools(modules: readonly ToolModule[], progress: Progress): Promise<void> {
  const wanted = tools.filter(tool => modules.includes(tool.module));
  const missing = () => wanted.filter(tool => !existsSync(binDirectory(tool)));
  if (missing().length > 0) {
    const release = await onlyBuilder(progress);
    await buildAll(missing(), progress).finally(release);
  }
  process.env.PATH = [...wanted.map(binDirectory), process.env.PATH].join(':');
}

/** Waits until no other command of this machine builds tools; what that one has built is then there. */
async function onlyBuilder(progress: Progress): Promise<() => void> {
  const take = () => acquire('\0vad-gitops-tools', `process ${process.pid}`);
  const free = await take();
  if (free) return free;
  return await progress.step('wait for another command that builds the tools', () =>
    waitFor('the tools that another command builds', take, { timeoutMs: 45 * 60_000, intervalMs: 1_000 }),
  );
}

/** Those of the named modules whose binaries are not built yet. */
export function missingTools(modules: readonly ToolModule[]): ToolModule[] {
  const missing = tools.filter(tool => modules.includes(tool.module) && !existsSync(binDirectory(tool)));
  return missing.map(tool => tool.module);
}

async function buildAll(missing: readonly Tool[], progress: Progress): Promise<void> {
  // The build cache grows to some gigabytes: it has a place of its own, and goes when the binaries are there.
  const goCache = join(cacheDirectory(), 'go-build');
  await mkdir(goCache, { recursive: true });
  let left = missing.reduce((sum, tool) => sum + tool.coldSeconds, 0);
  for (const [index, tool] of missing.entries()) {
    const label = `build ${tool.module} (tool ${index + 1} of ${missing.length}, about ${seconds(left)} left for all)`;
    await progress.step(label, () => buildTool(tool, goCache));
    left -= tool.coldSeconds;
  }
  await rm(goCache, { recursive: true, force: true });
}

/** Builds one tool, whatever else builds. @throws Failure with the log, and what to do */
export async function buildTool(tool: Tool, goCache: string): Promise<void> {
  const target = binDirectory(tool);
  await mkdir(join(cacheDirectory(), 'tools'), { recursive: true });
  const aside = await mkdtemp(`${target}.building-`);
  const log = join(cacheDirectory(), 'tools', `${tool.module}.log`);
  try {
    for (const [name, goPackage] of Object.entries(tool.binaries)) {
      await goBuild(tool, goPackage, join(aside, name), goCache, log);
    }
    await rename(aside, target);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function goBuild(tool: Tool, goPackage: string, output: string, goCache: string, log: string): Promise<void> {
  const file = await open(log, 'w');
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOCACHE: goCache, GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    const cwd = moduleDirectory(tool.module as ToolModule);
    const ldflags = `-s -w ${tool.ldflags ?? ''}`;
    const tags = tool.tags ?? '';
    const parallel = String(availableParallelism());
    const run = $({ cwd, env, nothrow: true, quiet: true, stdio: ['ignore', file.fd, file.fd] });
    const { exitCode } =
      await run`go build -p ${parallel} -trimpath -tags ${tags} -ldflags ${ldflags} -o ${output} ${goPackage}`;
    if (exitCode === 0) return;
  } finally {
    await file.close();
  }
  throw new Failure(`Go could not build ${goPackage}.`, {
    log,
    next: knownCause(readFileSync(log, 'utf8')) ?? 'The last lines of the log tell why.',
  });
}
