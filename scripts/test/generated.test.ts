import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { $ } from 'zx';
import { generatedFaults } from '../check/generated.ts';

let repository: string;

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'vad-gitops-generated-'));
  await $({ cwd: repository, quiet: true })`git init --quiet`;
  await write('gen/a.ts', 'a');
  await $({ cwd: repository, quiet: true })`git add .`;
});

afterEach(() => rm(repository, { recursive: true }));

const write = async (file: string, text: string) => {
  await mkdir(dirname(join(repository, file)), { recursive: true });
  await writeFile(join(repository, file), text);
};
const faults = (generate: () => Promise<void>) => generatedFaults(repository, ['gen'], generate);

test('generators that change nothing are no fault, with uncommitted edits elsewhere and in generated files', async () => {
  await write('gen/a.ts', 'edited, and generated so');
  await write('other.ts', 'edited');
  const generate = async () => {
    await rm(join(repository, 'gen/a.ts'));
    await write('gen/a.ts', 'edited, and generated so');
  };
  expect(await faults(generate)).toEqual([]);
});

test('what they change, make or remove is named; files that are not generated are not', async () => {
  await write('gen/old.ts', 'old');
  const generate = async () => {
    await write('gen/a.ts', 'b');
    await write('gen/new.ts', 'new');
    await write('other.ts', 'x');
    await rm(join(repository, 'gen/old.ts'));
  };
  expect(await faults(generate)).toEqual(
    ['gen/a.ts', 'gen/new.ts', 'gen/old.ts'].map(
      file => `${file} was out of date; it has been generated anew: commit it.`,
    ),
  );
});
