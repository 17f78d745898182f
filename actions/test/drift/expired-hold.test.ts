import { expect, test } from 'vitest';
import { formatHolds } from '../../toolkit/hold.ts';
import { holdPath } from '../../toolkit/manifest-names.ts';
import { digestB } from '../bump-overlay/setup.ts';
import { type FakeGitHub, startGitHub } from '../fakes/github.ts';
import { healthy } from '../verify-rollout/cluster.ts';
import { type DriftWorld, driftWorld, frame } from './setup.ts';

const until = '2026-01-01T00:00:00Z';
const hold = (ends: string | null) => ({
  [holdPath('staging')]: formatHolds([{ reason: 'freeze', until: ends, refuses: '*' as const }]),
});

async function heldWorld(): Promise<DriftWorld> {
  const world = await driftWorld();
  world.put(hold(until));
  world.change('// held\n');
  return world;
}

const since = '2026-01-01T00:00:01Z';

const ran = (
  github: FakeGitHub,
  headSha: string,
  status: string,
  createdAt = since,
  event: 'push' | 'workflow_dispatch' = 'workflow_dispatch',
) => github.runs.splice(0, 1, { workflow: 'deploy.yaml', event, headSha, createdAt, status });

test('the held source is deployed once: not while a run is under way, and not again after it', async () => {
  const github = await startGitHub();
  const world = await heldWorld();
  // The push of a page since then has released nothing.
  ran(github, world.head(), 'completed', since, 'push');
  const look = () => world.drift([frame(world.head())], { github });

  const first = await look();
  expect(first.outputs, first.stdout).toMatchObject({ outcome: 'rolling-out', dispatch: 'dispatched' });
  expect([first.code, github.dispatches]).toEqual([0, ['deploy.yaml@main']]);
  expect(first.summary).toContain('deploy.yaml was started for the source that it has kept back');

  ran(github, world.head(), 'queued', new Date().toISOString());
  expect((await look()).outputs).toMatchObject({ outcome: 'rolling-out', dispatch: 'running' });
  ran(github, world.head(), 'completed');
  world.put({ 'docs/a.md': 'later, and no other image\n' });
  const tried = await look();
  expect(tried.outputs, tried.stdout).toMatchObject({ outcome: 'drift', dispatch: 'tried' });
  expect(tried.summary).toContain('(hold-expired)');
  expect(github.dispatches).toHaveLength(1);
});

test('beside a hold that stays in force, the end of one is tried once and then no drift', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  const freeze = { reason: 'freeze', until, refuses: '*' as const };
  const bad = { reason: 'it crashes', until: null, refuses: [digestB] };
  world.put({ [holdPath('staging')]: formatHolds([bad, freeze]) });
  world.change('// held\n');
  const look = () => world.drift([frame(world.head())], { github });
  const first = await look();
  expect(first.outputs, first.stdout).toMatchObject({ outcome: 'rolling-out', dispatch: 'dispatched' });
  ran(github, world.head(), 'completed');
  const tried = await look();
  expect(tried.outputs, tried.stdout).toMatchObject({ outcome: 'clean', dispatch: 'tried' });
  expect(tried.summary).toContain('`until lifted: it crashes`');
});

test('a run that waits for a reviewer leaves the finding, and says so', async () => {
  const github = await startGitHub();
  const world = await heldWorld();
  ran(github, world.head(), 'waiting');
  const ended = await world.drift([frame(world.head())], { github });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'drift', dispatch: 'waiting', issue: 'opened' });
  expect(ended.summary).toMatch(/waits: for a reviewer/);
});

test('after it has landed, the file that is left has no effect', async () => {
  const github = await startGitHub();
  const world = await heldWorld();
  const released = await world.bump(world.head(), digestB);
  expect(released.outputs.outcome, released.stdout).toBe('committed');
  const ended = await world.drift([frame(world.head(), { items: healthy(digestB) })], { github });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'clean', dispatch: '' });
  expect(github.dispatches).toEqual([]);
});

test('a hold in force is shown and is no drift', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  world.put(hold(null));
  world.change('// held\n');
  const ended = await world.drift([frame(world.head())], { github });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'clean', dispatch: '', issue: 'unneeded' });
  expect(ended.summary).toContain('`until lifted: freeze`');
});

test('a merge that touches no image input is nothing that a hold has kept back', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  world.put({ ...hold(until), 'docs/a.md': 'a\n' });
  expect((await world.drift([frame(world.head())], { github })).outputs.dispatch).toBe('');
});

test('a hold that nobody can read is drift; an API that starts nothing leaves the expired one a finding', async () => {
  const github = await startGitHub();
  const world = await heldWorld();
  const refusal = { message: 'Resource not accessible by integration', documentation_url: 'x' };
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  github.answer(route, { status: 403, body: refusal });
  const refused = await world.drift([frame(world.head())], { github });
  expect(refused.outputs, refused.stdout).toMatchObject({ outcome: 'drift', dispatch: 'failed', issue: 'opened' });

  world.put({ [holdPath('staging')]: '{"until": "tomorrow"}' });
  const ended = await world.drift([frame(world.head())], { github });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'drift', dispatch: '' });
  expect(ended.summary).toContain('hold.json cannot be read');
});
