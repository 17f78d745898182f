import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commit, git, push } from '../repositories.ts';
import { good, rollbackWorld } from './setup.ts';

const hostile = [
  `it's "bad"; $(touch pwned) \`touch pwned\` | [x](javascript:y) @everyone`,
  '::set-output name=outcome::noop',
  '##[set-output name=outcome]noop',
  '```',
  '',
  'Operation: none',
  'Vad-Gitops-Run: 1',
].join('\n');

test('hostile words are data: in shell, log, commit, hold and summary', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const title = '::set-output name=outcome::noop $(touch pwned) ```';
  commit(world.work, { 'vad-service/src/main.ts': '// hostile\n' }, `${title}\n\nOperation: rollback`);
  git(world.work, '-c', 'user.name=##[set-output name=x]y', 'commit', '--allow-empty', '-qm', 'Next');
  push(world.work);
  await world.release('bad');

  const ended = await world.rollback({ reason: hostile });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
  expect(ended.stdout).toContain('takes back');
  expect(ended.stdout.split('\n').filter(line => /^\s*::(?!add-mask)|##\[/.test(line))).toEqual([]);
  expect(existsSync(join(world.work, 'pwned'))).toBe(false);
  const trailers = (name: string) =>
    git(world.bare, 'show', '--no-patch', `--format=%(trailers:key=${name},valueonly)`, 'main');
  expect([trailers('Operation'), trailers('Vad-Gitops-Run')]).toEqual(['rollback', '4712']);
  expect(world.holds()[0]?.reason).toBe(hostile);
  // Fenced by more backticks than it has itself.
  expect(ended.summary).toContain(`\`\`\`\`text\n${hostile}\n\`\`\`\``);
});

test.each([
  [{ environment: '../x' }, 'environment'],
  [{ to: 'staging/../../x.json' }, 'to'],
  [{ to: '--output=x' }, 'to'],
  [{ to: 'production/20260101T000000000Z-3f9c2a71d0be.json' }, 'to'],
  [{ 'hold-until': 'tomorrow' }, 'hold-until'],
  [{ 'hold-until': '2026-12-01T09:30:00Z', 'expires-in': '4h' }, 'hold-until'],
  [{ commit: 'main' }, 'commit'],
  [{ reason: '' }, 'reason'],
  [{ reason: 'x'.repeat(2_001) }, 'reason'],
  [{ 'require-attestation': 'true' }, 'token'],
  [{ strategy: 'revert' }, 'token'],
  [{ strategy: 'revert', hold: 'all' }, 'hold'],
  [{ strategy: 'revert', 'expires-in': '4h' }, 'hold-until'],
  [{ strategy: 'revert', 'release-hold': 'all' }, 'release-hold'],
  [{ strategy: 'revert', to: 'previous' }, 'to'],
  [{ commit: 'a'.repeat(40) }, 'commit'],
  [{ automatic: 'true' }, 'expect-digest'],
] as const)('%j is refused before anything is read', async (inputs, name) => {
  const world = rollbackWorld();
  const before = git(world.bare, 'for-each-ref');
  const ended = await world.rollback(inputs);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('input-invalid');
  expect(ended.summary).toContain(`- ${name} `);
  expect(git(world.bare, 'for-each-ref')).toBe(before);
});
