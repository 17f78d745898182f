import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { git } from '../repositories.ts';
import { type DriftWorld, driftWorld, frame } from './setup.ts';

test('what jobs have looked at is told by another, and an environment without a look is no good news', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  const looked = await world.drift([frame(world.head(), { hpas: [] })], { inputs: { mode: 'look' } });
  expect(looked.code, looked.stdout).toBe(0);
  expect(looked.outputs).toMatchObject({ outcome: 'drift', issue: '' });

  const inputs = { mode: 'report', environments: 'staging production', looks: `${looked.outputs['report-json']}\n\n` };
  const told = await world.drift([{ error: 'nobody asks the cluster' }], { inputs, github });
  expect(told.code, told.stdout).toBe(1);
  expect(told.outputs).toMatchObject({ outcome: 'drift', issue: 'opened' });
  expect(github.issues[0]?.body).toContain('- **staging** (hpa-missing)');
  expect(github.issues[0]?.body).toContain('- **production** (unreadable)');
});

test('without a list, each overlay is looked at that an engine pulls', async () => {
  const world = await driftWorld();
  world.put({ 'kustomize/overlays/preview/kustomization.yaml': 'resources: []\n' });
  const ended = await world.drift([frame(world.head())], { inputs: { environments: '' } });
  const { looks } = JSON.parse(ended.outputs['report-json'] ?? '') as { looks: { environment: string }[] };
  expect(looks.map(({ environment }) => environment)).toEqual(['production', 'staging']);
});

test('inputs that are none are told all at once', async () => {
  const world = await driftWorld();
  const inputs = { environments: 'Staging', looks: 'x', workflow: '../a.yaml', patience: 'long' };
  const ended = await world.drift([], { inputs });
  expect(ended.outputs['failure-reason']).toBe('input-invalid');
  for (const name of Object.keys(inputs)) expect(ended.stdout).toContain(`- ${name} `);
});

const pulls = 'GET /repos/{owner}/{repo}/pulls';
const text = { head: 'topic', base: 'main', title: 'T', body: '' };

function putPreviews({ work }: DriftWorld, ...numbers: readonly number[]): void {
  git(work, 'checkout', '--quiet', '--orphan', 'previews');
  git(work, 'rm', '--quiet', '-r', '--force', '.');
  for (const number of numbers) {
    const blob = git(work, 'hash-object', '-w', '/dev/null');
    git(work, 'update-index', '--add', '--cacheinfo', `100644,${blob},pr-${number}/a.yaml`);
  }
  git(work, 'commit', '--quiet', '--message', 'Previews');
  git(work, 'push', '--quiet', 'origin', 'previews');
  git(work, 'checkout', '--quiet', '--force', 'main');
}

test('a preview whose pull request is not open is drift; one that was closed a moment ago is not', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  putPreviews(world, 1, 2, 3, 4);
  github.pulls.push(
    { ...text, number: 1, state: 'open' },
    { ...text, number: 2, state: 'closed', closedAt: '2020-01-01T00:00:00Z' },
    { ...text, number: 3, state: 'closed', closedAt: new Date().toISOString() },
  );
  const ended = await world.drift([frame(world.head())], { github, inputs: { mode: 'all', grace: '1h' } });
  expect(ended.outputs.outcome, ended.stdout).toBe('drift');
  expect(ended.summary.match(/pr-\d/g)).toEqual(['pr-2', 'pr-4']);
});

test('where pull requests cannot be listed, no preview is called an orphan, and an open issue stays', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  await world.drift([frame(world.head(), { hpas: [] })], { github });
  putPreviews(world, 9);
  github.answer(pulls, { status: 403, body: { message: 'Resource not accessible', documentation_url: 'x' } });
  const ended = await world.drift([frame(world.head())], { github });
  expect([ended.code, ended.outputs.outcome, ended.outputs.issue]).toEqual([0, 'clean', 'unchanged']);
  expect(ended.stdout).toContain('::warning::Previews were not compared');
});
