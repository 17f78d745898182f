import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { rowFile, writeRows } from '../matrix/row-file.ts';
import { workTreeVersion } from '../matrix/work-tree.ts';
import { root } from './render.ts';

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'vad-gitops-matrix-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
});

/** Runs a command of ours with a cache in which nothing is, the tools neither: what begins any work would build them. */
function run(script: string, ...args: readonly string[]) {
  const env = { ...process.env, XDG_CACHE_HOME: cache, GOPROXY: 'off' };
  return spawnSync(process.execPath, [join(root, 'scripts', script), ...args], { env, encoding: 'utf8' });
}

test('an unknown part is an error that lists the names, before anything begins', () => {
  const { status, stdout, stderr } = run('test.ts', '--matrix', '--only', 'oom,nonsense');
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/✘ Unknown: --only nonsense\.\nNext: Choose from: drift, .*\boom, .*\bgood-rollouts, .*\.\n$/);
});

test('a part that does not run on the engine is an error', () => {
  const { status, stderr } = run('test.ts', '--matrix', '--only', 'team-day', '--engine', 'argocd');
  expect(status).toBe(1);
  expect(stderr).toContain('✘ Nothing to run: team-day does not run on argocd.');
});

test('options of the matrix are refused by npm test', () => {
  const { status, stderr } = run('test.ts', '--no-preamble', '--only', 'oom');
  expect(status).toBe(1);
  expect(stderr).toContain('✘ --only, --no-preamble: only for the matrix.\nNext: Run `npm run test:matrix -- …`');
});

test('--list prints every part, and on which engine it has passed on this work tree', async () => {
  const commit = await workTreeVersion(root);
  const row = { commit, measuredAt: '2026-01-01', verdict: 'oom-killed', wholeSeconds: 8.6 };
  writeRows(rowFile(join(cache, 'vad-gitops/matrix'), commit, 'flux'), [{ ...row, id: 'oom', engine: 'flux' }]);
  const { status, stdout } = run('test.ts', '--matrix', '--list');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^name +engines +passed at this commit +what it is\n/);
  expect(stdout).toMatch(/^oom +argocd flux +flux +OOM at 200Mi$/m);
  expect(stdout).toMatch(/^team-day +flux +a team’s day$/m);
  expect(stdout).toMatch(/^good-rollouts +argocd flux +20 good rollouts/m);
});

test('npm run faults names what no commit has measured, and changes nothing', () => {
  const { status, stderr } = run('faults.ts', '--from', '0000000');
  expect(status).toBe(1);
  expect(stderr).toMatch(/✘ No row of 0000000 for:\n {2}Argo CD: image-missing, .*\n {2}Flux: image-missing, /);
});

test('a work tree with uncommitted changes is not its commit, nor another set of changes', async () => {
  const folder = join(cache, 'work');
  mkdirSync(folder);
  const git = (...args: readonly string[]) => {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    return spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).stdout.trim();
  };
  git('init', '--quiet');
  writeFileSync(join(folder, 'a'), 'first');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  const commit = git('rev-parse', 'HEAD');
  const clean = await workTreeVersion(folder);
  writeFileSync(join(folder, 'a'), 'second');
  const edited = await workTreeVersion(folder);
  writeFileSync(join(folder, 'b'), 'new');
  const added = await workTreeVersion(folder);
  writeFileSync(join(folder, 'b'), 'newer');
  const versions = [edited, added, await workTreeVersion(folder)];
  expect(clean).toBe(commit);
  for (const version of versions) expect(version).toMatch(new RegExp(`^${commit}-dirty-[0-9a-f]{8}$`));
  expect(new Set(versions).size).toBe(3);
});
