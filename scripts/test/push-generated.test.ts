import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { root } from './render.ts';

let folder: string;
let work: string;

const git = (...args: readonly string[]) => {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  const run = spawnSync('git', [...identity, ...args], { cwd: work, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
};

function write(file: string, text: string | Buffer): void {
  mkdirSync(dirname(join(work, file)), { recursive: true });
  writeFileSync(join(work, file), text);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vad-gitops-generated-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  work = join(folder, 'work');
  spawnSync('git', ['init', '--quiet', '--bare', join(folder, 'origin.git')]);
  spawnSync('git', ['init', '--quiet', '--initial-branch=renovate/yaml', work]);
  git('remote', 'add', 'origin', join(folder, 'origin.git'));
  write('actions/dist/a.js', 'old');
  write('.github/workflows/ci.yaml', 'old');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  git('push', '--quiet', 'origin', 'HEAD');
});

/** Makes a patch of the work tree's changes, as the job that generates does, and pushes it as the other one does. */
function pushGenerated() {
  git('add', '--all');
  writeFileSync(join(folder, 'generated.patch'), git('diff', '--cached', '--binary'));
  git('reset', '--quiet', '--hard');
  const script = join(root, '.github/push-generated.sh');
  return spawnSync(script, [join(folder, 'generated.patch'), 'renovate/yaml'], { cwd: work, encoding: 'utf8' });
}

const pushed = () => git('ls-remote', 'origin', 'refs/heads/renovate/yaml').slice(0, 40);

test('generated files are pushed, new and binary ones too; others that the patch holds are not', () => {
  write('actions/dist/a.js', 'new');
  write('actions/dist/b.bin', Buffer.from([0, 1, 2, 255]));
  write('.github/workflows/ci.yaml', 'hostile');
  write('package.json', 'hostile');
  const { status, stderr } = pushGenerated();
  expect(status, stderr).toBe(0);
  expect(git('diff', '--name-only', 'HEAD~1', pushed()).trim().split('\n')).toEqual([
    'actions/dist/a.js',
    'actions/dist/b.bin',
  ]);
});

test.each([
  ['nothing', () => {}],
  ['only what is not generated', () => write('package.json', 'hostile')],
])('%s changed: nothing is pushed, and the exit code says so', (_, change) => {
  const before = pushed();
  change();
  expect(pushGenerated().status).toBe(3);
  expect(pushed()).toBe(before);
});

test('a branch that has moved is not overwritten', () => {
  write('actions/dist/a.js', 'new');
  const first = git('rev-parse', 'HEAD').trim();
  git('commit', '--quiet', '--allow-empty', '--message', 'a newer one');
  git('push', '--quiet', 'origin', 'HEAD');
  git('reset', '--quiet', '--soft', first);
  const before = pushed();
  const { status } = pushGenerated();
  expect(status).not.toBe(0);
  expect(status).not.toBe(3);
  expect(pushed()).toBe(before);
});
