import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../harness.ts';
import { commit, git } from '../repositories.ts';
import { buildPushWorld } from './setup.ts';

test('on a pull request the head is built, not the merge commit that GitHub names', async () => {
  const world = buildPushWorld();
  git(world.work, 'checkout', '--quiet', '-b', 'topic');
  const head = commit(world.work, { 'vad-service/src/main.ts': "console.log('of the topic');\n" });
  git(world.work, 'checkout', '--quiet', 'main');
  commit(world.work, { 'vad-service/src/other.ts': "console.log('of main');\n" });
  git(world.work, 'merge', '--quiet', '--no-edit', 'topic');
  const event = join(temporaryFolder(), 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { head: { sha: head } } }));

  const env = {
    GITHUB_SHA: git(world.work, 'rev-parse', 'HEAD'),
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
  };
  const ended = await world.run({ commit: '' }, env);

  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs['source-sha']).toBe(head);
  expect(world.context()).not.toContain('vad-service/src/other.ts');
  expect(world.calls().find(call => call.startsWith('build '))).toContain(`image.revision=${head} `);
});
