import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { bumpWorld, digestA } from '../bump-overlay/setup.ts';
import { basicHeader, startGitHost } from '../fakes/git-host.ts';
import { pathWithScript, temporaryFolder, write } from '../harness.ts';
import { commit, git, push, type Repositories, shallowClone } from '../repositories.ts';
import { good, rollbackWorld } from '../rollback/setup.ts';
import { application, healthy } from '../verify-rollout/cluster.ts';
import { verifyWorld } from '../verify-rollout/setup.ts';

// A file that LFS keeps, which no action reads, and whose server is over quota.
const lfs = {
  '.gitattributes': '*.onnx filter=lfs\nkustomize/** text eol=crlf ident export-ignore\n',
  'vad-service/model.onnx': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n',
};

/** A runner's own Git, as hostile as it gets: filters that fail, hooks, line ends, another repository in its environment. */
function hostileRunner(): Record<string, string> {
  const folder = temporaryFolder();
  for (const hook of ['pre-push', 'pre-commit', 'post-checkout', 'reference-transaction', 'post-index-change'])
    write(folder, `hooks/${hook}`, `#!/bin/sh\necho "hook ${hook} ran" >&2; exit 1\n`);
  for (const name of readdirSync(join(folder, 'hooks'))) git(folder, 'init', '--quiet', `other-${name}`);
  const settings = `[filter "lfs"]
	smudge = false
	clean = false
	process = false
	required = true
[core]
	autocrlf = true
	hooksPath = ${folder}/hooks
	attributesFile = ${folder}/attributes
[color]
	ui = always
[log]
	showRoot = false
	showSignature = true
[i18n]
	logOutputEncoding = UTF-16
[commit]
	gpgSign = true
[push]
	gpgSign = if-asked
	followTags = true
[fetch]
	prune = true
	recurseSubmodules = true
[url "https://nowhere.invalid/"]
	pushInsteadOf = elsewhere:
`;
  write(folder, 'settings', settings);
  write(folder, 'attributes', '* filter=lfs\n');
  return {
    GIT_CONFIG_GLOBAL: join(folder, 'settings'),
    GIT_CONFIG_SYSTEM: join(folder, 'settings'),
    GIT_DIR: join(folder, 'other-pre-push/.git'),
    GIT_WORK_TREE: folder,
    GIT_INDEX_FILE: join(folder, 'index'),
    GIT_OBJECT_DIRECTORY: join(folder, 'objects'),
    GIT_LITERAL_PATHSPECS: '1',
  };
}

function addLfs(world: Repositories): void {
  git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  commit(world.work, lfs, 'Keep the model in LFS');
  push(world.work);
}

test('bump: neither LFS over quota, nor hooks, filters, line ends or another repository of the runner concern it', async () => {
  const world = bumpWorld();
  addLfs(world);
  const source = world.change('// a\n');
  const ended = await world.bump(source, digestA, { env: hostileRunner(), cwd: shallowClone(world) });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed' });
  expect(ended.stdout).not.toContain('hook');
  expect(world.released()).not.toContain('\r');
  const changed = git(world.bare, 'diff', '--name-only', 'main^', 'main');
  expect(changed).toBe('kustomize/overlays/staging/release/kustomization.yaml');
});

test('rollback likewise', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  addLfs(world);
  const ended = await world.rollback({}, { env: hostileRunner(), cwd: shallowClone(world) });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
});

test('verification likewise', async () => {
  const world = await verifyWorld();
  addLfs(world);
  const revision = git(world.bare, 'rev-parse', 'main');
  const ended = await world.verify([{ application: application(revision), items: healthy(digestA) }], {
    inputs: { revision, record: 'true' },
    env: hostileRunner(),
    cwd: shallowClone(world),
  });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'verified' });
  expect(ended.outputs['ledger-entry'], ended.stdout).not.toBe('');
});

test.each([
  ['120000', 'a symbolic link'],
  ['160000', 'a submodule'],
])('what is no file below kustomize/ (mode %s) is refused by name', async (mode, kind) => {
  const world = bumpWorld();
  git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  const object = git(world.work, 'rev-parse', mode === '160000' ? 'HEAD' : 'HEAD:vad-service/src/main.ts');
  git(world.work, 'update-index', '--add', '--cacheinfo', `${mode},${object},kustomize/base/elsewhere`);
  git(world.work, 'commit', '--quiet', '--message', 'Elsewhere');
  push(world.work);
  const ended = await world.bump(git(world.bare, 'rev-parse', 'main'), digestA);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('render-failed');
  expect(ended.summary).toContain(`- kustomize/base/elsewhere (${kind})`);
});

test('credentials that the checkout includes from elsewhere are used, in the environment of Git alone', async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  const token = 'ghs_checkout';
  const host = await startGitHost(dirname(world.bare), { reader: 'ghs_other', writer: token });
  const folder = temporaryFolder();
  // As actions/checkout 6 leaves a repository.
  write(folder, 'credentials', `[http "${host.url}/"]\n\textraheader = AUTHORIZATION: ${basicHeader(token)}\n`);
  git(world.work, 'remote', 'set-url', 'origin', `${host.url}/origin.git`);
  git(world.work, 'config', `includeIf.gitdir:${world.work}/.git.path`, join(folder, 'credentials'));
  const log = join(folder, 'arguments');
  const PATH = pathWithScript('git', `echo "$*" >> '${log}'\nexec "$REAL" "$@"`);
  const RUNNER_TEMP = temporaryFolder();
  const ended = await world.bump(source, digestA, { env: { PATH, RUNNER_TEMP } });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed' });
  expect(new Set(host.authorizations.map(String))).toEqual(new Set([basicHeader(token)]));
  expect(readFileSync(log, 'utf8')).toContain('push');
  expect(readFileSync(log, 'utf8')).not.toContain(basicHeader(token).slice(6));
  expect(readdirSync(RUNNER_TEMP)).toEqual([]);
});

test.each([
  ['uploadpack.allowFilter', 'false'],
  ['uploadpack.allowAnySHA1InWant', 'false'],
])('a server with %s = %s, of an old protocol', async (name, value) => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  git(world.bare, 'config', name, value);
  const checkout = shallowClone(world);
  git(checkout, 'config', 'protocol.version', '0');
  const ended = await world.bump(source, digestA, { cwd: checkout });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed' });
});
