import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { git } from '../repositories.ts';
import { bad, better, good, rollbackWorld, worse } from './setup.ts';

const head = (world: { bare: string }) => git(world.bare, 'rev-parse', 'main');
const automatic = (digest: string, reason = 'crash-loop') => ({
  automatic: 'true',
  'expect-digest': digest,
  'failure-reason': reason,
  strategy: 'auto',
  'api-token': 'none',
});

test('with nothing verified there is nothing to go back to, which is said and changes nothing', async () => {
  const world = rollbackWorld();
  expect((await world.rollback()).outputs['failure-reason']).toBe('rollback-no-target');
  await world.release('bad');
  const before = head(world);

  const byHand = await world.rollback();
  expect(byHand.code).toBe(1);
  expect(byHand.outputs, byHand.stdout).toMatchObject({ outcome: 'no-target', 'failure-reason': 'rollback-no-target' });
  expect(byHand.summary).toContain('Nothing to go back to');
  const byItself = await world.rollback(automatic(bad));
  expect(byItself.code, byItself.stdout).toBe(0);
  expect(byItself.outputs.outcome).toBe('no-target');
  expect(head(world)).toBe(before);
});

test('a freeze is no obstacle, and stays', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  world.putHold({ reason: 'freeze', until: null, refuses: '*' });
  const ended = await world.rollback();
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
  expect(world.holds()).toEqual([
    { reason: 'freeze', until: null, refuses: '*' },
    { reason: 'it crashes', until: null, refuses: [bad] },
  ]);
});

test('a hold alone is set for a time, and lifted', async () => {
  const world = rollbackWorld();
  await world.release('good');
  const set = await world.rollback({ to: 'none', hold: 'all', 'expires-in': '4h', reason: 'demo today' });
  expect(set.outputs, set.stdout).toMatchObject({ outcome: 'hold-set', digest: good, 'previous-digest': good });
  const [hold] = world.holds();
  expect(hold).toMatchObject({ reason: 'demo today', refuses: '*' });
  expect(Date.parse(hold?.until ?? '') - Date.now()).toBeGreaterThan(3.9 * 3_600_000);

  const lifted = await world.rollback({ 'release-hold': 'all' });
  expect(lifted.outputs, lifted.stdout).toMatchObject({ outcome: 'hold-released', digest: good });
  expect(world.holds()).toEqual([]);
  expect(git(world.bare, 'log', '-2', '--format=%(trailers:key=Operation,valueonly)', 'main').match(/\S+/g)).toEqual([
    'release-hold',
    'hold',
  ]);
  expect((await world.rollback({ 'release-hold': 'all' })).outputs.outcome).toBe('noop');
});

test('a freeze on top of a held digest ends by itself, and the digest stays held', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  expect((await world.rollback()).outputs.outcome).toBe('committed');
  const set = await world.rollback({ to: 'none', hold: 'all', 'expires-in': '4h', reason: 'demo today' });
  expect(set.outputs.outcome, set.stdout).toBe('hold-set');
  expect(world.holds()).toEqual([
    { reason: 'it crashes', until: null, refuses: [bad] },
    { reason: 'demo today', until: expect.stringMatching(/Z$/), refuses: '*' },
  ]);
  expect(set.summary).toMatch(/every release until 20.*Z\.|, and every release until/);
  // Ended early, it leaves the digest out as well, also where the run is started again.
  const lift = () => world.rollback({ 'release-hold': 'freeze', reason: 'the demo is over' });
  const lifted = await lift();
  expect([lifted.outputs.outcome, (await lift()).outputs.outcome], lifted.stdout).toEqual(['hold-released', 'noop']);
  expect(world.holds()).toEqual([{ reason: 'it crashes', until: null, refuses: [bad] }]);
  expect(git(world.bare, 'log', '-1', '--format=%(trailers:key=Operation,valueonly)', 'main').trim()).toBe(
    'release-hold',
  );
});

test('before the first release a hold is set and lifted all the same', async () => {
  const world = rollbackWorld();
  const set = await world.rollback({ to: 'none', hold: 'all' });
  expect(set.outputs, set.stdout).toMatchObject({ outcome: 'hold-set', digest: '' });
  const lifted = await world.rollback({ 'release-hold': 'freeze' });
  expect(lifted.outputs, lifted.stdout).toMatchObject({ outcome: 'hold-released', digest: '' });
});

test('where a hold alone is lifted, the deploy of what it kept back is started', async () => {
  const github = await startGitHub();
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('better');
  const lift = async (more: Record<string, string> = {}) => {
    world.putHold({ reason: 'freeze', until: null, refuses: '*' });
    const inputs = { 'release-hold': 'freeze', workflow: 'deploy.yaml', 'workflow-token': github.token, ...more };
    return world.rollback(inputs, { env: github.env });
  };
  const lifted = await lift();
  expect(lifted.outputs, lifted.stdout).toMatchObject({ outcome: 'hold-released', start: 'started' });
  expect([github.dispatches, lifted.summary.includes('`deploy.yaml` was started')]).toEqual([
    ['deploy.yaml@main'],
    true,
  ]);

  // Killed before it could start it, the run is started again.
  const again = { 'release-hold': 'freeze', workflow: 'deploy.yaml', 'workflow-token': github.token };
  const rerun = await world.rollback(again, { env: github.env });
  expect(rerun.outputs, rerun.stdout).toMatchObject({ outcome: 'noop', start: 'started' });
  expect(github.dispatches.splice(1)).toEqual(['deploy.yaml@main']);

  const back = await lift({ to: 'last-verified', hold: 'none' });
  expect(back.outputs, back.stdout).toMatchObject({ outcome: 'committed', start: '' });
  const without = await lift({ 'workflow-token': '' });
  expect(without.outputs, without.stdout).toMatchObject({ outcome: 'hold-released', start: '' });
  expect(without.summary).toContain('start the workflow that deploys');

  const refusal = { message: 'Resource not accessible by integration', documentation_url: 'x' };
  github.answer('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
    status: 403,
    body: refusal,
  });
  const refused = await lift();
  expect([refused.code, refused.outputs.start, refused.stdout.includes('::warning')]).toEqual([0, 'failed', true]);
  expect(github.dispatches).toHaveLength(1);
});

test('by itself: not against another release, not for an infrastructure fault, not back from a rollback', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('better');
  await world.verified();
  await world.release('bad');
  const before = head(world);
  const overtaken = await world.rollback(automatic(worse));
  expect([overtaken.code, overtaken.outputs.outcome], overtaken.stdout).toEqual([0, 'superseded']);
  const elsewhere = await world.rollback(automatic(bad, 'engine-down'));
  expect([elsewhere.code, elsewhere.outputs.outcome], elsewhere.stdout).toEqual([0, 'no-evidence']);
  expect(head(world)).toBe(before);

  const back = await world.rollback(automatic(bad));
  expect(back.outputs, back.stdout).toMatchObject({ outcome: 'committed', digest: better });
  // Verified once, and now it fails; the newest entry is another one, so that this is no fault of the manifests.
  await world.release('worse');
  await world.verified();
  const entry = (await world.rollback({ to: better })).outputs['target-entry'];
  expect(entry).not.toBe('');
  // Whatever else comes onto main, the release is still the rollback's.
  world.change('// a comment\n');
  const again = await world.rollback(automatic(better));
  expect(again.code).toBe(1);
  expect(again.outputs['failure-reason'], again.stdout).toBe('rollback-repeated');
  expect(world.named()).toBe(better);
});

test('a docs merge after a bad one does not keep the rollback away; a run that is started again does it once', async () => {
  const world = rollbackWorld();
  await world.release('better');
  await world.verified();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  world.change('// bad, and a comment\n');
  const ended = await world.rollback(automatic(bad));
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
  const again = await world.rollback({}, { env: { GITHUB_RUN_ATTEMPT: '2' } });
  expect(again.outputs, again.stdout).toMatchObject({ outcome: 'noop', digest: good });
  expect((await world.rollback()).outputs.digest).toBe(better);
});

test('an image that the registry has lost is not rolled back to', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  const unreachable = await world.rollback({}, { env: { FAKE_BUILDX: 'unreachable' } });
  expect(unreachable.outputs['failure-reason'], unreachable.stdout).toBe('registry-failed');
  world.forget('good');
  const missing = await world.rollback(automatic(bad));
  expect(missing.outputs['failure-reason'], missing.stdout).toBe('image-missing');
  expect(world.named()).toBe(bad);
});

test('where no person asks, a registry that does not answer is a warning', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  const ended = await world.rollback(automatic(bad), { env: { FAKE_BUILDX: 'unreachable' } });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
  expect(ended.stdout).toContain('::warning::Cannot ask the registry');
});
