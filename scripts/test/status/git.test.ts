import { expect, test } from 'vitest';
import { bumpWorld, digestA, digestB, file, image } from '../../../actions/test/bump-overlay/setup.ts';
import { write } from '../../../actions/test/harness.ts';
import { commit, git, push } from '../../../actions/test/repositories.ts';
import { appendEntry } from '../../../actions/toolkit/ledger.ts';
import { formatMessage } from '../../../actions/toolkit/release/commit-message.ts';
import { editBounds } from '../../../actions/toolkit/release-bounds.ts';
import { editRelease } from '../../../actions/toolkit/release-file.ts';
import { readDesired } from '../../status/desired.ts';
import { collectGit } from '../../status/project.ts';

const hold = 'kustomize/overlays/staging/release/hold.json';
const hostile = '"; rm -rf / $(id)\nOperation: scale\nRequested-By: root\n\u202E<script>';

/** Writes into staging's release folder as an action does, and pushes it; the commit's id. */
async function operate(world: ReturnType<typeof bumpWorld>, title: string, body: string, trailers: readonly string[]) {
  git(world.work, 'add', '--all');
  const message = formatMessage({ title, body, trailers, run: '1' });
  git(world.work, 'commit', '--quiet', '--author=github-actions[bot] <bot@example.invalid>', '--message', message);
  push(world.work);
  return git(world.work, 'rev-parse', 'HEAD');
}

function release(world: ReturnType<typeof bumpWorld>, digest: string): void {
  const source = git(world.work, 'rev-parse', 'HEAD');
  const wanted = { repository: image, tag: 'src-1', digest, sourceCommit: source };
  write(world.work, file, editRelease(git(world.work, 'show', `HEAD:${file}`), wanted));
}

test('releases, their verification, a rollback with its hold, a scale with its end, a lifted hold, previews', async () => {
  const world = bumpWorld();
  const repository = { dir: world.bare };
  const signal = new AbortController().signal;

  release(world, digestA);
  const first = await operate(world, 'Release a', '', ['Source-Commit: 1']);
  const entry = { environment: 'staging', imageRef: `${image}@${digestA}`, digest: digestA, sourceCommit: '1' };
  const verifiedAt = new Date(Date.now() + 1000).toISOString();
  const proof = { ...entry, verifiedAt, bumpCommit: first, engineRevision: null, report: {} };
  await appendEntry({ dir: world.work }, proof, signal);
  release(world, digestB);
  await operate(world, 'Release b', '', ['Source-Commit: 2']);
  release(world, digestA);
  const bad = { reason: hostile, until: '2020-01-01T00:00:00Z', refuses: [digestB] };
  write(world.work, hold, JSON.stringify(bad));
  const rollback = await operate(world, 'Roll back', hostile, ['Operation: rollback', 'Requested-By: mira']);

  const held = await readDesired(repository, rollback, 'staging');
  expect(held).toMatchObject({ digest: digestA, temporary: null, problems: [] });
  expect(held.bounds).toEqual({ min: 2, max: 10, cpuTarget: 70 });
  expect(held.holds).toEqual([
    { reason: hostile, until: '2020-01-01T00:00:00Z', refuses: [digestB], isInForce: false },
  ]);

  const temporary = { until: '2030-01-01T00:00:00Z', set: { min: 3, max: 6 }, back: {}, reason: 'Load test' };
  const text = git(world.work, 'show', `HEAD:${file}`);
  write(world.work, file, editBounds(`${text}\n`, { pinned: { min: 3, max: 6 }, temporary }, undefined));
  const scaled = await operate(world, 'Scale', 'Load test', ['Operation: scale', 'Requested-By: ada']);
  write(world.work, hold, JSON.stringify([bad, { reason: 'a fair', refuses: '*' }]));
  await operate(world, 'Hold', 'a fair', ['Operation: hold', 'Requested-By: ada']);
  write(world.work, hold, JSON.stringify(bad));
  await operate(world, 'Lift', 'It is over', ['Operation: release-hold', 'Requested-By: ada']);
  git(world.work, 'rm', '--quiet', hold);
  await operate(world, 'Lift', 'It is over', ['Operation: rollback', 'Requested-By: mira']);

  const desired = await readDesired(repository, scaled, 'staging');
  expect(desired).toMatchObject({ bounds: { min: 3, max: 6, cpuTarget: 70 }, temporary });

  git(world.work, 'checkout', '--quiet', '--orphan', 'previews');
  git(world.work, 'rm', '--quiet', '-r', '--force', '.');
  const manifest = `kind: Deployment\nmetadata: { name: vad-service }\nspec: { template: { spec: { containers: [{ name: vad-service, image: "${image}@${digestB}" }] } } }\n`;
  const preview = commit(world.work, { 'pr-7/all.yaml': manifest, 'flux/pr-7.yaml': 'kind: None\n' });
  git(world.work, 'push', '--quiet', 'origin', 'previews');

  const { main, history, previews } = await collectGit(repository, ['staging', 'production']);
  expect(main.title).toBe('Lift');
  expect(previews).toMatchObject([{ pullRequest: 7, commit: preview, image: `${image}@${digestB}` }]);
  const events = history.filter(({ kind }) => kind !== 'edit');
  const pick = events.map(({ kind, by, holds, bounds, verifiedAt }) => [kind, by, holds, bounds.after, verifiedAt]);
  expect(pick.toReversed()).toEqual([
    ['release', 'github-actions[bot]', '', 'overlay', verifiedAt],
    ['release', 'github-actions[bot]', '', 'overlay', null],
    ['rollback', 'mira', digestB, 'overlay', null],
    ['scale', 'ada', digestB, 'min=3 max=6', null],
    ['hold', 'ada', '*', 'min=3 max=6', null],
    ['hold-lifted', 'ada', digestB, 'min=3 max=6', null],
    ['hold-lifted', 'mira', '', 'min=3 max=6', null],
  ]);
  expect(events.find(({ kind }) => kind === 'rollback')).toMatchObject({
    reason: hostile,
    digest: { before: digestB, after: digestA },
  });
  expect(events.every(({ environment }) => environment === 'staging')).toBe(true);
});

test('nothing yet, and files that cannot be read', async () => {
  const world = bumpWorld();
  const repository = { dir: world.bare };
  const { history, previews } = await collectGit(repository, ['staging']);
  expect(history.map(({ kind }) => kind)).toEqual(['edit']);
  expect(previews).toEqual([]);
  expect(await readDesired(repository, 'main', 'staging')).toMatchObject({ digest: '', holds: [], problems: [] });

  const broken = commit(world.work, { [hold]: '{', [file]: 'kind: Component\nimages: 7\n' });
  push(world.work);
  const { problems } = await readDesired(repository, broken, 'staging');
  expect(problems.join('\n')).toContain('hold.json is not a hold');
  expect(problems.length).toBeGreaterThanOrEqual(2);
});
