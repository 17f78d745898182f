import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { root } from './render.ts';

let work: string;

const git = (...args: readonly string[]) => {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  const run = spawnSync('git', [...identity, ...args], { cwd: work, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim();
};

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'vad-gitops-major-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  work = join(folder, 'work');
  spawnSync('git', ['init', '--quiet', '--bare', join(folder, 'origin.git')]);
  spawnSync('git', ['init', '--quiet', '--initial-branch=main', work]);
  git('remote', 'add', 'origin', join(folder, 'origin.git'));
});

/** A commit of main with a release's tag, pushed. */
function release(tag: string, ...annotate: readonly string[]): string {
  git('commit', '--quiet', '--allow-empty', '--message', tag);
  git('tag', ...annotate, tag);
  git('push', '--quiet', '--tags', 'origin', 'main');
  return git('rev-parse', 'HEAD');
}

function move(tag: string) {
  const script = join(root, 'scripts/release/move-major.ts');
  return spawnSync(process.execPath, [script, tag], { cwd: work, encoding: 'utf8' });
}

const at = (tag: string) => git('ls-remote', 'origin', `refs/tags/${tag}`).slice(0, 40);

test('v1 follows the newest of its releases, annotated or not; each release stays', () => {
  const first = release('v1.0.0');
  expect(move('v1.0.0').stdout).toBe('v1 is v1.0.0 now.\n');
  expect(at('v1')).toBe(first);
  const second = release('v1.1.0', '--annotate', '--message', 'text');
  expect(move('v1.1.0').status).toBe(0);
  expect([at('v1'), at('v1.0.0')]).toEqual([second, first]);
});

test('a patch of an older line leaves v1 where it is', () => {
  const newest = release('v1.2.0');
  move('v1.2.0');
  release('v1.1.1');
  expect(move('v1.1.1').stdout).toContain('v1 stays at v1.2.0');
  expect(at('v1')).toBe(newest);
});

test.each(['v1.0.0', 'main', ''])('%j, which is no release of main, moves nothing', tag => {
  release('v0.1.0');
  git('checkout', '--quiet', '--detach');
  git('commit', '--quiet', '--allow-empty', '--message', 'elsewhere');
  git('tag', 'v1.0.0');
  const { status, stderr } = move(tag);
  expect(status).toBe(1);
  expect(stderr).toMatch(/is not a commit of main|is no release's tag/);
  expect(at('v1')).toBe('');
});
