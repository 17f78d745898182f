import { expect, test } from 'vitest';
import { appendEntry } from '../../toolkit/ledger.ts';
import { digestA } from '../bump-overlay/setup.ts';
import { startGitHub } from '../fakes/github.ts';
import { git, serverHook } from '../repositories.ts';
import { hostedBumpWorld } from './setup.ts';

const pushes = ({ host }: Awaited<ReturnType<typeof hostedBumpWorld>>) =>
  host.requests.filter(kind => kind === 'POST receive-pack').length;

const entry = {
  environment: 'staging',
  verifiedAt: '2026-01-01T00:00:00.000Z',
  imageRef: `r.example.invalid/vad-service:src-1@${digestA}`,
  digest: digestA,
  sourceCommit: 'a'.repeat(40),
  bumpCommit: 'a'.repeat(40),
  engineRevision: null,
  report: {},
};

test('a branch `release` is in the way of `release/staging`: named at once, nothing tried again', async () => {
  const [world, github] = [await hostedBumpWorld(), await startGitHub()];
  const source = world.change('// a\n');
  git(world.bare, 'branch', 'release', 'main');
  const inputs = { strategy: 'pull-request', token: github.token };
  const ended = await world.bump(source, digestA, { inputs, env: github.env });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('branch-name-conflict');
  expect(ended.summary).toContain('cannot have the branch release/staging beside release,');
  expect(ended.summary).toContain('Rename or delete the branch named above');
  expect(pushes(world)).toBe(1);
  expect(github.pulls).toEqual([]);
});

test.each([
  ['ledger/old', 'ledger/old'],
  ['ledger/2026/old', 'ledger/2026/old'],
])('a branch `%s` is in the way of the ledger', async (name, named) => {
  const world = await hostedBumpWorld();
  git(world.bare, 'branch', name, 'main');
  const failed = appendEntry({ dir: world.checkout }, entry, new AbortController().signal);
  await expect(failed).rejects.toMatchObject({
    code: 'branch-name-conflict',
    message: expect.stringContaining(`beside ${named},`),
  });
  expect(pushes(world)).toBe(1);
});

test('a server that refuses without a name, as GitHub does, is asked which branch it is', async () => {
  const world = await hostedBumpWorld();
  git(world.bare, 'branch', 'ledger/old', 'main');
  serverHook(world, 'pre-receive', 'echo "directory file conflict" >&2; exit 1');
  await expect(appendEntry({ dir: world.checkout }, entry, new AbortController().signal)).rejects.toMatchObject({
    code: 'branch-name-conflict',
    message: expect.stringContaining('beside ledger/old,'),
  });
});

test('tags of the names of branches are in nobody’s way', async () => {
  const world = await hostedBumpWorld();
  const source = world.change('// a\n');
  for (const name of ['main', 'ledger', 'origin/main', 'release/staging']) git(world.bare, 'tag', name, 'main~1');
  const ended = await world.bump(source, digestA);
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed' });
  await appendEntry({ dir: world.checkout }, entry, new AbortController().signal);
  expect(git(world.bare, 'rev-list', '--count', 'refs/heads/ledger')).toBe('1');
});
