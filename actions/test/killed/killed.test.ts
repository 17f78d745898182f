import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBounds } from '../../toolkit/release-bounds.ts';
import { readRelease } from '../../toolkit/release-file.ts';
import { file } from '../bump-overlay/setup.ts';
import type { Ended } from '../harness.ts';
import { git } from '../repositories.ts';
import { atCommand, type Death, duringPush } from './deaths.ts';
import { type Writer, writers } from './writers.ts';

const deaths: Readonly<Record<string, (writer: Writer) => Death>> = {
  'before its commit': () => atCommand('commit-tree'),
  'before its push': () => atCommand('push'),
  'during a push that the server refuses': writer => duringPush(writer, 'refuses it'),
  'during a push that the server takes': writer => duringPush(writer, 'takes it'),
};

const cases = Object.keys(writers).flatMap(writer => Object.keys(deaths).map(death => [writer, death] as const));

test.each(cases)('%s, killed %s: main is valid, and the next run succeeds in the same checkout', async (name, how) => {
  const [writer, before] = await begin(name);
  const death = deaths[how]?.(writer) as Death;
  expectDied(await writer.run({ PATH: death.PATH }));
  await death.settle();
  const landed = how.endsWith('takes') ? 1 : 0;
  expectValid(writer, before, landed);

  const next = await rerun(writer);
  expect(next.outputs, next.stdout).toMatchObject({
    outcome: landed === 0 ? 'committed' : 'noop',
    'commit-sha': git(writer.bare, 'rev-parse', 'main'),
  });
  expectValid(writer, before, 1);
});

test.each(Object.keys(writers))('%s, killed during a push that comes through late: the next run stays', async name => {
  const [writer, before] = await begin(name);
  git(writer.bare, 'config', 'receive.keepAlive', '0');
  const death = duringPush(writer, 'takes its time');
  expectDied(await writer.run({ PATH: death.PATH }));
  const next = await rerun(writer);
  expect(next.outputs.outcome, next.stdout).toBe('committed');
  await death.settle();
  expectValid(writer, before, 1);
  expect(git(writer.bare, 'rev-parse', 'main')).toBe(next.outputs['commit-sha']);
});

async function begin(name: string): Promise<[Writer, string]> {
  const writer = (await writers[name]?.()) as Writer;
  return [writer, git(writer.bare, 'rev-parse', 'main')];
}

/** The next run, where whoever was killed has left its lock in the checkout. */
function rerun(writer: Writer): Promise<Ended> {
  writeFileSync(join(writer.work, '.git/index.lock'), '');
  return writer.run();
}

function expectDied({ code, outputs, stdout }: Ended): void {
  expect(code, stdout).not.toBe(0);
  expect(outputs).not.toHaveProperty('outcome');
}

/** Nothing is broken on the server, and main has so many commits more, one after the other. */
function expectValid({ bare }: Writer, before: string, commits: number): void {
  git(bare, 'fsck', '--strict');
  expect(git(bare, 'rev-list', '--count', `${before}..main`)).toBe(`${commits}`);
  expect(git(bare, 'rev-parse', `main~${commits}`)).toBe(before);
  expect(git(bare, 'rev-list', '--merges', 'main')).toBe('');
  const text = git(bare, 'show', `main:${file}`);
  readRelease(text);
  readBounds(text);
}
