import { expect, test } from 'vitest';
import { source } from '../../../actions/test/build-push/setup.ts';
import { commit, git, makeRepositories } from '../../../actions/test/repositories.ts';
import { openWorkshop } from './workshop.ts';

test('the same commit built again, by another BuildKit for another registry, has the same digest', async () => {
  const { work } = makeRepositories({
    ...source,
    'vad-service/Dockerfile': 'FROM scratch\nCOPY vad-service/src /app\n',
  });
  const first = git(work, 'rev-parse', 'HEAD');
  const one = await (await openWorkshop()).run(work, { commit: first });
  const two = await (await openWorkshop()).run(work, { commit: first });
  expect(one.code, one.stdout).toBe(0);
  expect(two.outputs).toMatchObject({ outcome: 'built', digest: one.outputs.digest });

  // Another commit with the same inputs has the same tag, and would have had another digest: the first one stays.
  const later = commit(work, { 'docs/page.md': 'another\n' });
  const three = await (await openWorkshop()).run(work, { commit: later });
  expect(three.outputs).toMatchObject({ outcome: 'built', tag: one.outputs.tag });
  expect(three.outputs.digest).not.toBe(one.outputs.digest);
});
