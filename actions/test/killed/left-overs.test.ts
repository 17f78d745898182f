import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../harness.ts';
import { git } from '../repositories.ts';
import { atCommand } from './deaths.ts';
import { type Writer, writers } from './writers.ts';

/** Every file of a checkout, Git's own too, with its content's checksum. */
const filesOf = ({ work }: Writer) =>
  execFileSync('/bin/sh', ['-c', 'find . -type f -exec sha256sum {} + | sort -k 2'], { cwd: work, encoding: 'utf8' });

test.each(
  Object.keys(writers),
)('%s: a killed run leaves nothing in the checkout, nor does one that ends', async name => {
  const writer = (await writers[name]?.()) as Writer;
  const RUNNER_TEMP = join(temporaryFolder(), 'temp');
  mkdirSync(RUNNER_TEMP);
  const before = filesOf(writer);
  for (const command of ['commit-tree', 'push']) {
    const ended = await writer.run({ RUNNER_TEMP, PATH: atCommand(command).PATH });
    expect(ended.code, ended.stdout).not.toBe(0);
  }
  expect(filesOf(writer)).toBe(before);
  // As GitHub's runner empties it before each job.
  expect(readdirSync(RUNNER_TEMP)).not.toEqual([]);
  rmSync(RUNNER_TEMP, { recursive: true });
  mkdirSync(RUNNER_TEMP);

  const next = await writer.run({ RUNNER_TEMP });
  expect(next.outputs.outcome, next.stdout).toBe('committed');
  expect(filesOf(writer)).toBe(before);
  expect(git(writer.work, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(readdirSync(RUNNER_TEMP)).toEqual([]);
});
