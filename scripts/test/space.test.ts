import { writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeFailure } from '../failure.ts';
import { expectSpace } from '../local/space.ts';

const folder = join(tmpdir(), 'not', 'there', 'yet');
const free = async () => {
  const { bavail, bsize } = await statfs(tmpdir());
  return (bavail * bsize) / 2 ** 30;
};

test('enough is enough', async () => {
  await expectSpace([]);
  await expectSpace([{ folder, gibibytes: 0.001, what: 'something' }]);
});

test('needs on one disk add up, and each is named with what is free', async () => {
  const gibibytes = (await free()) * 0.8;
  const needs = ['the tools', 'the cluster'].map(what => ({ folder, gibibytes, what }));
  await expectSpace(needs.slice(0, 1));
  await expect(expectSpace(needs)).rejects.toThrow(
    /^Too little disk: [\d.]+ GiB are free where [\d.]+ GiB in \S+ for the tools and [\d.]+ GiB in \S+ for the cluster/,
  );
});

test('a disk that fills up on the way is told as such', () => {
  let thrown: unknown;
  try {
    writeFileSync('/dev/full', 'x');
  } catch (error) {
    thrown = error;
  }
  expect(describeFailure(thrown)).toMatch(/ENOSPC: no space left on device, write\nNext: The disk is full\./);
});
