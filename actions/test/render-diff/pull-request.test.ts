import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { runAction, write } from '../harness.ts';
import { commit, git, makeRepositories, push, shallowClone } from '../repositories.ts';

const staging = 'kustomize/overlays/staging/kustomization.yaml';

function world() {
  const repositories = makeRepositories({ 'docs/a.md': 'a' });
  cpSync(join(import.meta.dirname, '../../../kustomize'), join(repositories.work, 'kustomize'), { recursive: true });
  commit(repositories.work, {}, 'Manifests');
  push(repositories.work);
  return repositories;
}

/** Makes a branch's change, merges it into main as GitHub does for a pull request, and gives the merge commit. */
function pullRequest(work: string, change: () => void): string {
  git(work, 'checkout', '--quiet', '-b', 'topic');
  change();
  commit(work, {});
  git(work, 'checkout', '--quiet', '--detach', 'main');
  git(work, 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'topic');
  return git(work, 'rev-parse', 'HEAD');
}

const edit = (work: string, file: string, from: string, to: string) =>
  write(work, file, readFileSync(join(work, file), 'utf8').replace(from, to));

const diff = (cwd: string, head: string, base = '') => runAction('render-diff', { cwd, inputs: { base, head } });

test('a change of the base is shown for each environment, against main as it was merged', async () => {
  const { work } = world();
  const old = git(work, 'rev-parse', 'HEAD');
  edit(work, 'kustomize/components/pdb/pdb.yaml', 'maxUnavailable: 1', 'maxUnavailable: 2');
  commit(work, {}, 'Somebody else’s');
  const merge = pullRequest(work, () => edit(work, 'kustomize/base/deployment.yaml', 'cpu: 500m', 'cpu: "1"'));
  const ended = await diff(work, merge, old);
  expect(ended.code, ended.stdout).toBe(0);
  const folders = ['kustomize/overlays/production', 'kustomize/overlays/staging'];
  expect(JSON.parse(ended.outputs.changed ?? '')).toEqual(folders);
  expect(ended.summary.match(/^-\s+cpu: 500m$/gm)).toHaveLength(2);
  expect(ended.summary).not.toContain('maxUnavailable: 2');
  expect(git(work, 'worktree', 'list').split('\n')).toHaveLength(1);
});

test('a change of the docs changes nothing', async () => {
  const { work } = world();
  const ended = await diff(
    work,
    pullRequest(work, () => write(work, 'docs/a.md', 'b')),
  );
  expect([ended.code, ended.outputs.changed]).toEqual([0, '[]']);
  expect(ended.summary).toContain('renders as before');
});

test('a shallow checkout of the merge is enough', async () => {
  const repositories = world();
  const merge = pullRequest(repositories.work, () =>
    edit(repositories.work, 'kustomize/base/deployment.yaml', 'cpu: 500m', 'cpu: "1"'),
  );
  push(repositories.work);
  const clone = shallowClone(repositories);
  const ended = await diff(clone, merge);
  expect(ended.code, ended.stdout).toBe(0);
  expect(JSON.parse(ended.outputs.changed ?? '')).toHaveLength(2);
});

test('an overlay that cannot be rendered fails the step, and the others are shown', async () => {
  const { work } = world();
  const merge = pullRequest(work, () => {
    edit(work, staging, '../../base', '../../bass');
    edit(work, 'kustomize/base/deployment.yaml', 'cpu: 500m', 'cpu: "1"');
  });
  const ended = await diff(work, merge);
  expect([ended.code, ended.outputs['failure-reason'] ?? '']).toEqual([1, expect.any(String)]);
  expect(ended.stdout).toContain('[render-failed]');
  expect(ended.summary).toContain('**1 cannot be rendered.**');
  expect(ended.summary).toContain('<code>kustomize/overlays/production</code> changed');
  expect(ended.summary).toContain('bass');
});

test('a hostile manifest stays in its block', async () => {
  const { work } = world();
  const merge = pullRequest(work, () => {
    const text = 'x\n    ```\n    </details>\n    # @everyone\n    ````````\n';
    write(
      work,
      'kustomize/overlays/staging/map.yaml',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  a: |\n    ${text}`,
    );
    appendFileSync(join(work, staging), '\n');
    edit(work, staging, 'resources:\n', 'resources:\n  - map.yaml\n');
  });
  const { summary } = await diff(work, merge);
  expect(summary).toMatch(/^`{9}diff$/m);
  expect(summary).toContain('@everyone');
});

const topic = (work: string) =>
  pullRequest(work, () => edit(work, 'kustomize/base/deployment.yaml', 'cpu: 500m', 'cpu: "1"'));

test('the pull request gets one comment, brought up to date by each push', async () => {
  const github = await startGitHub();
  const { work } = world();
  const docs = git(work, 'rev-parse', 'HEAD');
  const merge = topic(work);
  const comment = (head: string) =>
    runAction('render-diff', {
      cwd: work,
      inputs: { head, 'pull-request': '7', token: github.token },
      env: github.env,
    });
  expect((await comment(docs)).outputs.comment).toBe('created'); // all of it is new, as there is nothing before
  const first = github.comments[0]?.body;
  expect((await comment(merge)).outputs.comment).toBe('updated');
  expect((await comment(merge)).outputs.comment).toBe('unchanged');
  expect(github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('-            cpu: 500m') }]);
  expect(github.comments[0]?.body).not.toBe(first);
  expect(github.comments[0]?.body.length).toBeLessThan(65_536);
});

test('a token that may not comment is a warning, and the summary has it all', async () => {
  const github = await startGitHub();
  const { work } = world();
  const refusal = {
    message: 'Resource not accessible by integration',
    documentation_url: 'https://docs.github.com/rest',
  };
  github.answer('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { status: 403, body: refusal });
  const inputs = { head: topic(work), 'pull-request': '7', token: github.token };
  const ended = await runAction('render-diff', { cwd: work, inputs, env: github.env });
  expect([ended.code, ended.outputs.comment]).toEqual([0, 'refused']);
  expect(ended.stdout).toContain('::warning::');
  expect(ended.summary).toContain('2 folders will change');
  expect(
    ended.stdout
      .split('\n')
      .filter(line => !line.startsWith('::add-mask'))
      .join(),
  ).not.toContain(github.token);
});

test('without a token nothing is asked of GitHub', async () => {
  const github = await startGitHub();
  const { work } = world();
  const inputs = { head: topic(work), 'pull-request': '7', token: '' };
  const ended = await runAction('render-diff', { cwd: work, inputs, env: github.env });
  expect([ended.code, ended.outputs.comment, github.calls]).toEqual([0, '', []]);
});
