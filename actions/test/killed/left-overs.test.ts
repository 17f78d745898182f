import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../harness.ts';
import { git } from '../repositories.ts';
import { atCommand } from './deaths.ts';
import { type Writer, writers } from './writers.ts';

const worktrees = ({ work }: Writer) => git(work, 'worktree', 'list').split('\n').slice(1);

test.each(
  Object.keys(writers),
)('%s: what killed runs have left of their work trees, the next one removes', async name => {
  const writer = (await writers[name]?.()) as Writer;
  const folder = temporaryFolder();
  const RUNNER_TEMP = join(folder, 'temp');
  const die = async (command: string, work?: string) => {
    const ended = await writer.run({ RUNNER_TEMP, PATH: atCommand(command, work).PATH });
    expect(ended.code, ended.stdout).not.toBe(0);
  };
  mkdirSync(RUNNER_TEMP);
  await die('push');
  // As GitHub's runner empties it before each job.
  rmSync(RUNNER_TEMP, { recursive: true });
  mkdirSync(RUNNER_TEMP);
  // Half made: git itself was killed as well.
  await die('checkout', `: > "$("$REAL" rev-parse --git-dir)/locked";`);
  // Of a person, who keeps it.
  git(writer.work, 'worktree', 'add', '--quiet', '--detach', join(folder, 'theirs'));

  const next = await writer.run({ RUNNER_TEMP });
  expect(next.outputs.outcome, next.stdout).toBe('committed');
  expect(worktrees(writer)).toEqual([expect.stringContaining(join(folder, 'theirs'))]);
  expect(readdirSync(join(writer.work, '.git/worktrees'))).toEqual(['theirs']);
  expect(readdirSync(RUNNER_TEMP)).toEqual([]);
  expect(existsSync(join(folder, 'theirs/.git'))).toBe(true);
});
