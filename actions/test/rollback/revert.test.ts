import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { commit, git, push } from '../repositories.ts';
import { bad, good, rollbackWorld } from './setup.ts';

const hpa = 'kustomize/components/hpa/hpa.yaml';

test('a fault of the manifests is reverted by one pull request, brought in step; main stays as it is', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  await world.verified();
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  // The bump is of the range too, and no change of the manifests.
  const before = git(world.work, 'rev-parse', 'HEAD~1');
  const original = git(world.work, 'show', `HEAD:${hpa}`);
  commit(world.work, { 'docs/page.md': 'words\n' }, 'Docs');
  const faulty = commit(world.work, { [hpa]: original.replace('maxReplicas', 'maximumReplicas') }, 'Rename `x` $(id)');
  push(world.work);
  const inputs = {
    automatic: 'true',
    strategy: 'auto',
    'expect-digest': world.named(),
    'failure-reason': 'hpa-unable',
    commit: faulty,
    before,
    'api-token': github.token,
  };

  const first = await world.rollback(inputs, { env: github.env });
  expect(first.code, first.stdout).toBe(0);
  const branch = `revert/staging-${faulty.slice(0, 12)}`;
  expect(first.outputs).toMatchObject({
    outcome: 'pull-request',
    'commit-sha': git(world.bare, 'rev-parse', branch),
    'pull-request-url': 'https://github.example/octo-org/vad-gitops/pull/1',
  });
  expect(git(world.bare, 'rev-parse', 'main')).toBe(faulty);
  expect(git(world.bare, 'diff', '--name-only', 'main', branch)).toBe(hpa);
  expect(git(world.bare, 'show', `${branch}:${hpa}`)).toBe(original);
  expect(github.pulls).toMatchObject([{ head: branch, base: 'main' }]);
  expect(github.pulls[0]?.body).toContain(`${faulty.slice(0, 12)}  A Person: Rename \`x\` $(id)`);
  expect(world.holds()).toEqual([]);

  expect((await world.rollback(inputs, { env: github.env })).outputs.outcome).toBe('pull-request');
  expect(github.pulls).toHaveLength(1);

  // Merged: nothing is left to revert.
  git(world.bare, 'update-ref', 'refs/heads/main', branch);
  const merged = await world.rollback(inputs, { env: github.env });
  expect(merged.outputs.outcome, merged.stdout).toBe('no-target');
});

test('image and manifests bad in one merge: re-pinned first, then the manifests are reverted, and the pin stays', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  await world.verified();
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const before = git(world.work, 'rev-parse', 'HEAD');
  const original = git(world.work, 'show', `HEAD:${hpa}`);
  const files = {
    [hpa]: original.replace('averageUtilization: 70', 'averageUtilization: 1'),
    'vad-service/src/main.ts': '',
  };
  const merged = commit(world.work, files, 'Both');
  push(world.work);
  expect((await world.bump(merged, bad)).outputs.outcome).toBe('committed');
  const merge = { automatic: 'true', commit: merged, before, 'api-token': github.token };

  const first = { ...merge, strategy: 'auto', 'expect-digest': bad, 'failure-reason': 'config-error' };
  const back = await world.rollback(first, { env: github.env });
  expect(back.outputs, back.stdout).toMatchObject({ outcome: 'committed', digest: good });
  const faulty = git(world.bare, 'rev-parse', 'main');
  expect(git(world.bare, 'show', `main:${hpa}`)).not.toBe(original);

  const second = { ...merge, strategy: 'revert', 'expect-digest': good, 'failure-reason': 'config-error' };
  const proposed = await world.rollback(second, { env: github.env });
  expect(proposed.outputs, proposed.stdout).toMatchObject({ outcome: 'pull-request', digest: good });
  expect(git(world.bare, 'rev-parse', 'main')).toBe(faulty);
  const branch = `revert/staging-${merged.slice(0, 12)}`;
  expect(git(world.bare, 'diff', '--name-only', 'main', branch).split('\n')).toEqual([hpa, 'vad-service/src/main.ts']);
  expect(git(world.bare, 'show', `${branch}:${hpa}`)).toBe(original);
});

test('image and manifests in one merge, and a cause of the manifests alone: their revert is proposed at once', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  await world.verified();
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const before = git(world.work, 'rev-parse', 'HEAD');
  const service = 'kustomize/base/service.yaml';
  const original = git(world.work, 'show', `HEAD:${service}`);
  const files = {
    [service]: original.replace('app: vad-service\n  ports', 'app: vad\n  ports'),
    'vad-service/src/main.ts': '',
  };
  const merged = commit(world.work, files, 'Both');
  push(world.work);
  expect((await world.bump(merged, bad)).outputs.outcome).toBe('committed');
  const head = git(world.bare, 'rev-parse', 'main');
  const merge = { automatic: 'true', strategy: 'auto', commit: merged, before, 'api-token': github.token };
  const ended = await world.rollback(
    { ...merge, 'expect-digest': bad, 'failure-reason': 'endpoints-missing' },
    { env: github.env },
  );
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'pull-request', digest: bad });
  expect(git(world.bare, 'rev-parse', 'main')).toBe(head);
  expect(git(world.bare, 'show', `revert/staging-${merged.slice(0, 12)}:${service}`)).toBe(original);
});

test('what else the commit changed goes back with it: a link, and a file whose mode main has changed since', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  symlinkSync('docs/one', join(world.work, 'latest'));
  commit(world.work, {
    'tool.sh': 'one\ntwo\nthree\nfour\nfive\n',
    [hpa]: readFileSync(join(world.work, hpa), 'utf8'),
  });
  push(world.work);
  await world.release('good');
  await world.verified();
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const original = git(world.work, 'show', `HEAD:${hpa}`);
  rmSync(join(world.work, 'latest'));
  symlinkSync('docs/two', join(world.work, 'latest'));
  const faulty = commit(world.work, {
    [hpa]: original.replace('maxReplicas: 10', 'maxReplicas: 11'),
    'tool.sh': 'ONE\ntwo\nthree\nfour\nfive\n',
  });
  commit(world.work, { 'tool.sh': 'ONE\ntwo\nthree\nfour\nFIVE\n' });
  git(world.work, 'update-index', '--chmod=+x', 'tool.sh');
  git(world.work, 'commit', '--quiet', '--message', 'Make it executable');
  push(world.work);
  const inputs = { strategy: 'revert', commit: faulty, 'api-token': github.token };
  const ended = await world.rollback(inputs, { env: github.env });
  expect(ended.outputs.outcome, ended.stdout).toBe('pull-request');
  const branch = `revert/staging-${faulty.slice(0, 12)}`;
  expect(git(world.bare, 'show', `${branch}:latest`)).toBe('docs/one');
  expect(git(world.bare, 'show', `${branch}:tool.sh`)).toBe('one\ntwo\nthree\nfour\nFIVE');
  expect(git(world.bare, 'ls-tree', branch, 'tool.sh')).toMatch(/^100755/);
});

test('what changed no manifests, or is not on main, is not reverted', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  await world.verified();
  const before = git(world.bare, 'for-each-ref');
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const aside = commit(world.work, { [hpa]: 'a: 1\n' });
  const inputs = { strategy: 'revert', 'api-token': github.token };
  git(world.work, 'push', '--quiet', 'origin', 'HEAD:aside');
  const elsewhere = await world.rollback({ ...inputs, commit: aside }, { env: github.env });
  expect(elsewhere.outputs['failure-reason'], elsewhere.stdout).toBe('input-invalid');
  expect(elsewhere.summary).toContain(`${aside} is not on main`);

  git(world.bare, 'branch', '-D', 'aside');
  const source = git(world.bare, 'rev-parse', 'main~1');
  const ended = await world.rollback({ ...inputs, commit: source }, { env: github.env });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'no-target', 'pull-request-url': '' });
  expect(ended.summary).toContain('no commit in question changed the manifests');
  expect(git(world.bare, 'for-each-ref')).toBe(before);
});

test('a hold is no change of the manifests: lifting one is not reverted', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  await world.verified();
  world.putHold({ reason: 'freeze', until: null, refuses: '*' });
  await world.rollback({ 'release-hold': 'freeze' });
  const lift = git(world.bare, 'rev-parse', 'main');
  const inputs = { strategy: 'revert', 'api-token': github.token, commit: lift };
  const ended = await world.rollback(inputs, { env: github.env });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'no-target', 'pull-request-url': '' });
});

test('several commits of one file are reverted together, and what others changed in it since stays', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const before = git(world.work, 'rev-parse', 'HEAD');
  const original = git(world.work, 'show', `HEAD:${hpa}`);
  const first = original.replace('averageUtilization: 70', 'averageUtilization: 1');
  commit(world.work, { [hpa]: first }, 'One');
  const second = first.replace(/^kind: /m, '# two\nkind: ');
  const faulty = commit(world.work, { [hpa]: second }, 'Two');
  const theirs = (text: string) => `# theirs\n${text}\n`;
  commit(world.work, { [hpa]: theirs(second) }, 'Theirs');
  push(world.work);
  const inputs = { strategy: 'revert', commit: faulty, before, 'api-token': github.token };
  const ended = await world.rollback(inputs, { env: github.env });
  expect(ended.outputs.outcome, ended.stdout).toBe('pull-request');
  const branch = `revert/staging-${faulty.slice(0, 12)}`;
  expect(`${git(world.bare, 'show', `${branch}:${hpa}`)}\n`).toBe(theirs(original));
});

test('lines that were changed again are for a person to revert', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const faulty = commit(world.work, { [hpa]: 'a: 1\n' });
  commit(world.work, { [hpa]: 'a: 2\n' });
  push(world.work);
  const inputs = { strategy: 'revert', commit: faulty, 'api-token': github.token };
  const ended = await world.rollback(inputs, { env: github.env });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('revert-conflict');
  expect(ended.summary).toContain(`- ${hpa}`);
  expect(git(world.bare, 'branch', '--list', 'revert/*')).toBe('');
});
