import { expect, test } from 'vitest';
import { type FakeGitHub, startGitHub } from '../fakes/github.ts';
import type { Ended } from '../harness.ts';
import { commit, git, push, shallowClone } from '../repositories.ts';
import { type BumpWorld, bumpWorld, digestA, digestB, file } from './setup.ts';

const branch = 'release/staging';

interface World extends BumpWorld {
  readonly github: FakeGitHub;
  propose(source: string, digest: string, cwd?: string): Promise<Ended>;
  /** The release file on the pull request's branch. */
  proposed(): string;
}

async function world(): Promise<World> {
  const [repositories, github] = [bumpWorld(), await startGitHub()];
  const options = { inputs: { strategy: 'pull-request', token: github.token }, env: github.env };
  return {
    ...repositories,
    github,
    propose: (source, digest, cwd = repositories.work) => repositories.bump(source, digest, { ...options, cwd }),
    proposed: () => git(repositories.bare, 'show', `${branch}:${file}`),
  };
}

test('one pull request an environment, replaced in place; a late older one does not replace it', async () => {
  const { bare, work, github, change, propose, proposed, released } = await world();
  const [older, newer] = [change('// a\n'), change('// b\n')];
  const main = git(bare, 'rev-parse', 'main');

  const first = await propose(older, digestA);
  expect(first.code, first.stdout).toBe(0);
  expect(first.outputs).toMatchObject({
    outcome: 'pull-request',
    digest: '',
    'commit-sha': git(bare, 'rev-parse', branch),
    'pull-request-url': 'https://github.example/octo-org/vad-gitops/pull/1',
  });
  expect(first.summary).toContain('[Merge the pull request](https://github.example/octo-org/vad-gitops/pull/1)');
  expect(github.pulls).toMatchObject([{ head: branch, base: 'main', title: 'Release aaaaaaaaaaaa to staging' }]);
  // Whoever merges it starts the run that verifies it, so no run's trailer tells that run to stand back.
  expect(git(bare, 'log', '--format=%B', `main..${branch}`)).toBe(
    `Release aaaaaaaaaaaa to staging\n\nSource-Commit: ${older}`,
  );

  expect((await propose(older, digestA)).outputs['commit-sha']).toBe(first.outputs['commit-sha']);
  expect((await propose(newer, digestB)).outputs.outcome).toBe('pull-request');
  expect(github.pulls).toMatchObject([{ number: 1, state: 'open', title: 'Release bbbbbbbbbbbb to staging' }]);
  expect(github.pulls[0]?.body).toContain(newer);
  expect(git(bare, 'rev-parse', `${branch}^`)).toBe(main);

  const late = await propose(older, digestA);
  expect(late.outputs.outcome, late.stdout).toBe('superseded');
  expect(proposed()).toContain(digestB);
  expect(git(bare, 'rev-parse', 'main')).toBe(main);
  expect(released()).not.toContain('digest');

  // Merged by a person, with other work on main in between.
  commit(work, { 'docs/page.md': 'words\n' }, 'Docs');
  push(work);
  expect((await propose(newer, digestB)).outputs.outcome).toBe('pull-request');
  expect(git(bare, 'rev-parse', `${branch}^`)).toBe(git(work, 'rev-parse', 'HEAD'));
  git(bare, 'update-ref', 'refs/heads/main', branch);
  expect((await propose(newer, digestB)).outputs).toMatchObject({ outcome: 'noop', digest: digestB });
});

test('proposals at once end in one pull request, of the newest source', async () => {
  const { github, change, propose, proposed, ...repositories } = await world();
  const sources = ['a', 'b', 'c', 'd', 'e', 'f'].map(text => change(`// ${text}\n`));
  const digests = sources.map((_, at) => `sha256:${String(at).repeat(64)}`);
  // The newest starts first, so that those which come last must give way.
  const jobs = sources.map((source, at) => ({ source, digest: digests[at] ?? '', clone: shallowClone(repositories) }));
  const started = jobs.toReversed().map(({ source, digest, clone }) => propose(source, digest, clone));
  const ended = (await Promise.all(started)).toReversed();
  for (const { code, stdout, outputs } of ended) {
    expect(code, stdout).toBe(0);
    expect(outputs.outcome).toBeOneOf(['pull-request', 'superseded']);
  }
  expect(ended.at(-1)?.outputs.outcome).toBe('pull-request');
  expect(proposed()).toContain(sources.at(-1));
  expect(github.pulls).toMatchObject([{ title: 'Release 555555555555 to staging' }]);
  expect(github.pulls[0]?.body).toContain(sources.at(-1));
}, 120_000);

test('a pull request that another run opens in between is brought in step', async () => {
  const { github, change, propose } = await world();
  const listing = 'GET /repos/{owner}/{repo}/pulls';
  github.pulls.push({ number: 1, head: branch, base: 'main', title: 'Theirs', body: '', state: 'open' });
  github.answer(listing, { status: 200, body: [] });
  const ended = await propose(change('// a\n'), digestA);
  expect(ended.outputs.outcome, ended.stdout).toBe('pull-request');
  expect(github.pulls).toMatchObject([{ title: 'Release aaaaaaaaaaaa to staging' }]);
});

test('a newer proposal that lands while ours is described is what the pull request ends up describing', async () => {
  const { bare, github, change, propose } = await world();
  const [older, newer] = [change('// a\n'), change('// b\n')];
  await propose(newer, digestB);
  const theirs = git(bare, 'rev-parse', branch);
  git(bare, 'update-ref', '-d', `refs/heads/${branch}`);
  github.pulls.length = 0;
  github.meanwhile('POST /repos/{owner}/{repo}/pulls', () => git(bare, 'update-ref', `refs/heads/${branch}`, theirs));

  const ended = await propose(older, digestA);
  expect(ended.outputs.outcome, ended.stdout).toBe('pull-request');
  expect(github.pulls).toMatchObject([{ title: 'Release bbbbbbbbbbbb to staging' }]);
});

test('a refusal names the permission; what was pushed stays, and the next run goes on', async () => {
  const { bare, github, change, propose } = await world();
  const source = change('// a\n');
  const message = 'GitHub Actions is not permitted to create or approve pull requests.';
  github.answer('POST /repos/{owner}/{repo}/pulls', { status: 403, body: { message, documentation_url: '' } });

  const refused = await propose(source, digestA);
  expect(refused.code).toBe(1);
  expect(refused.outputs['failure-reason'], refused.stdout).toBe('github-forbidden');
  expect(refused.summary).toContain(message);
  expect(github.calls.filter(route => route.startsWith('POST'))).toHaveLength(1);

  const commit = git(bare, 'rev-parse', branch);
  const next = await propose(source, digestA);
  expect(next.outputs, next.stdout).toMatchObject({ outcome: 'pull-request', 'commit-sha': commit });
});

test('without a token there is no pull request to be had', async () => {
  const { bump, change } = await world();
  const ended = await bump(change('// a\n'), digestA, { inputs: { strategy: 'pull-request' } });
  expect(ended.outputs['failure-reason']).toBe('input-invalid');
  expect(ended.stdout).toContain('token is required');
});
