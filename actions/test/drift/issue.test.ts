import { expect, test } from 'vitest';
import { formatHolds } from '../../toolkit/hold.ts';
import { holdPath } from '../../toolkit/manifest-names.ts';
import { startGitHub } from '../fakes/github.ts';
import { driftWorld, frame, liveHpa } from './setup.ts';

const issues = 'GET /repos/{owner}/{repo}/issues';

test('one issue is opened, brought up to date in place, and closed when all is well again', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  const look = (...hpas: unknown[]) =>
    world.drift([frame(world.head(), { hpas })], { github, inputs: { label: 'drift' } });
  expect((await look(liveHpa(2, 10))).outputs.issue).toBe('unneeded');

  expect((await look()).outputs.issue).toBe('opened');
  expect(github.issues).toMatchObject([{ labels: ['drift'], body: expect.stringContaining('(hpa-missing)') }]);
  expect((await look()).outputs.issue).toBe('unchanged');
  expect((await look(liveHpa(3, 10))).outputs.issue).toBe('updated');
  expect(github.issues).toMatchObject([{ state: 'open', body: expect.stringContaining('3–10 at 70 % CPU') }]);

  const ended = await look(liveHpa(2, 10));
  expect([ended.code, ended.outputs.issue]).toEqual([0, 'closed']);
  expect(github.issues).toMatchObject([{ state: 'closed' }]);
  expect(github.comments).toMatchObject([{ issue: 1, body: 'Every environment is as Git says again.' }]);
  expect((await look()).outputs.issue).toBe('opened');
  expect(github.issues).toHaveLength(2);
});

test("a person's issue that begins as ours does is left alone", async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  const body = '<!-- vad-gitops: drift -->\nmine';
  github.issues.push({ number: 1, title: 'x', labels: [], by: 'User', body, state: 'open' });
  const ended = await world.drift([frame(world.head())], { github });
  expect(ended.outputs.issue, ended.stdout).toBe('unneeded');
  expect(github.issues).toMatchObject([{ body, state: 'open' }]);
});

test('what is on its way neither opens nor closes an issue', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  await world.drift([frame(world.head(), { hpas: [] })], { github });
  const ended = await world.drift([frame(world.head(), { hpas: [] })], { github, inputs: { grace: '15m' } });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'rolling-out', issue: 'unchanged' });
  expect(github.issues).toMatchObject([{ state: 'open' }]);
});

test('where the API is down, the table is shown, and the run is as red or green as it would be', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  github.answer(issues, { status: 410, body: { message: 'Issues are disabled', documentation_url: 'x' } }, 2);
  const off = await world.drift([frame(world.head(), { hpas: [] })], { github });
  expect([off.code, off.outputs.issue, off.outputs['failure-reason']]).toEqual([1, 'failed', 'drift']);
  expect(off.stdout).toContain('::warning::The issue could not be kept');
  expect(off.summary).toContain('(hpa-missing)');
  const well = await world.drift([frame(world.head())], { github });
  expect([well.code, well.outputs.outcome, well.outputs.issue]).toEqual([0, 'clean', 'failed']);
});

test('a hostile reason is data: in the log, the table and the issue', async () => {
  const github = await startGitHub();
  const world = await driftWorld();
  const reason = '@everyone `x` | $(touch /tmp/owned)\n::set-output name=outcome::clean\n<!-- --> **b** [l](http://x)';
  world.put({ [holdPath('staging')]: formatHolds([{ reason, until: null, refuses: '*' }]) });
  const ended = await world.drift([frame(world.head(), { hpas: [] })], { github });
  const inline =
    "`until lifted: @everyone 'x' \\| $(touch /tmp/owned) ::set-output name=outcome::clean <!-- --> **b** [l](http://x)`";
  expect(ended.summary).toContain(inline);
  expect(github.issues[0]?.body).toContain(inline);
  expect(ended.stdout).not.toMatch(/^::set-output/m);
  expect(ended.outputs.outcome).toBe('drift');
});
