import { expect, test } from 'vitest';
import { holdPath } from '../../toolkit/manifest-names.ts';
import { bumpWorld, digestA, file } from '../bump-overlay/setup.ts';
import { type Ended, runAction } from '../harness.ts';
import { commit, git, makeRepositories, push, type Repositories, shallowClone } from '../repositories.ts';

function classifyIn(cwd: string, before: string, after: string): Promise<Ended> {
  return runAction('classify-push', { cwd, inputs: { before, commit: after, environments: 'staging,production' } });
}

const hold = holdPath('staging');

function world(): Repositories & { first: string } {
  const repositories = makeRepositories({
    'vad-service/src/main.ts': '// 1\n',
    [file]: 'a: 1\n',
    'docs/page.md': 'x\n',
  });
  return { ...repositories, first: git(repositories.work, 'rev-parse', 'HEAD') };
}

test.each([
  ['docs', { 'docs/page.md': 'y\n' }, 'Change', 'none', '[]'],
  ['a page about manifests', { 'kustomize/README.md': 'y\n' }, 'Change', 'none', '[]'],
  ['a test of the service', { 'vad-service/src/main.test.ts': '//\n' }, 'Change', 'none', '[]'],
  [
    'the service',
    { 'vad-service/src/main.ts': '// 2\n', 'docs/page.md': 'z\n' },
    'Change',
    'deploy',
    '["staging","production"]',
  ],
  ['manifests', { 'kustomize/base/x.yaml': 'a: 1\n' }, 'Change', 'deploy', '["staging","production"]'],
  ['a release file', { [file]: 'a: 2\n' }, 'Change', 'verify', '["staging"]'],
  ['a hold that a person lifts or sets', { [hold]: '{}' }, 'Change', 'deploy', '["staging","production"]'],
  ['a rollback by a person, with its hold', { [file]: 'a: 2\n', [hold]: '{}' }, 'Change', 'verify', '["staging"]'],
  ["a run's own hold", { [hold]: '{}' }, 'Hold\n\nVad-Gitops-Run: 4711', 'none', '[]'],
  ["a run's own bump", { [file]: 'a: 2\n' }, 'Release\n\nVad-Gitops-Run: 4711', 'none', '[]'],
])('%s', async (_, files, message, expected, environments) => {
  const { work, first } = world();
  const ended = await classifyIn(work, first, commit(work, files, message));
  expect(ended.code, ended.stdout).toBe(0);
  const manifests = String(Object.keys(files).includes('kustomize/base/x.yaml'));
  expect(ended.outputs).toMatchObject({ class: expected, environments, manifests });
  expect(ended.summary).toContain(`**${expected}**`);
  expect(JSON.parse(ended.outputs['report-json'] ?? '')).toMatchObject({ class: expected });
});

test('says which environments have a release at the commit; a file that cannot be read has none', async () => {
  const { work, bump, change } = bumpWorld();
  const source = change('// a\n');
  const released = async (at: string) => (await classifyIn(work, source, at)).outputs.released;
  expect(await released(source)).toBe('[]');
  const { outputs } = await bump(source, digestA);
  expect(await released(outputs['commit-sha'] ?? '')).toBe('["staging"]');
  expect(await released(commit(work, { [file]: 'images: {' }))).toBe('[]');
});

test('a shallow clone fetches the commit before, and stays shallow', async () => {
  const repositories = world();
  const { work, first } = repositories;
  const before = commit(work, { 'docs/page.md': 'before\n' });
  commit(work, { 'vad-service/src/main.ts': '// 2\n' });
  const after = commit(work, { 'docs/page.md': 'y\n' });
  push(work);
  const clone = shallowClone(repositories);
  const ended = await classifyIn(clone, before, after);
  expect(ended.outputs.class, ended.stdout).toBe('deploy');
  expect(git(clone, 'rev-list', '--all', before).split('\n')).toEqual(expect.not.arrayContaining([first]));
});

test.each([
  ['no commit before', '', 'no commit before it'],
  ['zeros before', '0'.repeat(40), 'no commit before it'],
  ['a commit that is gone', 'd'.repeat(40), 'cannot be fetched'],
])('%s: deploy, saying why', async (_, before, reason) => {
  const { work } = world();
  const ended = await classifyIn(work, before, commit(work, { 'docs/page.md': 'y\n' }));
  expect(ended.outputs).toMatchObject({ class: 'deploy', reason: expect.stringContaining(reason) });
});
