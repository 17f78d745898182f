import { expect, test } from 'vitest';
import { git } from '../repositories.ts';
import { bad, better, good, rollbackWorld } from './setup.ts';

test('a bad release is taken back and held; its late bump stays out, and the next good merge is released', async () => {
  const world = rollbackWorld();
  const goodSource = await world.release('good');
  const entry = await world.verified();
  const badSource = await world.release('bad');
  const before = git(world.bare, 'rev-parse', 'main');

  const ended = await world.rollback();
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs).toMatchObject({
    outcome: 'committed',
    digest: good,
    'previous-digest': bad,
    'target-entry': entry,
    'commit-sha': git(world.bare, 'rev-parse', 'main'),
    'pull-request-url': '',
  });
  // Release and hold in one commit, that its own run verifies.
  expect(git(world.bare, 'rev-parse', 'main^')).toBe(before);
  const folder = 'kustomize/overlays/staging/release';
  expect(git(world.bare, 'show', '--format=%B', '--name-only', 'main')).toBe(
    `Roll staging back to ${good.slice(7, 19)}\n\n    it crashes\n\nOperation: rollback\nSource-Commit: ${goodSource}\nRequested-By: a-person\nVad-Gitops-Run: 4712\n\n\n${folder}/hold.json\n${folder}/kustomization.yaml`,
  );
  expect(world.holds()).toEqual([{ reason: 'it crashes', until: null, refuses: [bad] }]);
  expect(ended.summary).toContain(`${badSource.slice(0, 12)}  A Person: Change`);

  const late = await world.bump(badSource, bad);
  expect(late.outputs.outcome, late.stdout).toBe('held');
  const next = await world.bump(world.change('// better\n'), better);
  expect(next.outputs, next.stdout).toMatchObject({ outcome: 'committed', digest: better });
});
