import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, write } from '../harness.ts';
import { git, serverHook } from '../repositories.ts';
import { bumpAll, countOvertaken, expectNoneLost, makeTwenty } from './twenty.ts';

const ascending = Array.from({ length: 20 }, (_, at) => at);
const shuffled = ascending.map(at => (at * 7 + 3) % 20);
const timeout = 180_000;

test(
  '20 bumps at once, the oldest first: all land or are superseded, none is lost, the newest stays',
  async () => {
    const twenty = makeTwenty();
    const ended = await bumpAll(twenty, ascending);
    expectNoneLost(twenty, ended);
    expect(countOvertaken(ended)).toBeGreaterThan(0);
  },
  timeout,
);

const wordings = [
  'non-fast-forward',
  'fetch first',
  "cannot lock ref 'refs/heads/main': is at 1111111 but expected 2222222",
  'incorrect old value provided',
  'failed to update ref',
  'reference already exists',
  'stale info',
];

test(
  'the same with a server that also rejects in every known wording',
  async () => {
    const twenty = makeTwenty();
    const folder = temporaryFolder();
    for (const [at, wording] of wordings.entries()) write(folder, String(at), wording);
    git(twenty.world.bare, 'config', 'receive.procReceiveRefs', 'refs/heads/main');
    const hook = join(import.meta.dirname, '../fakes/proc-receive.ts');
    serverHook(twenty.world, 'proc-receive', `FAKE_WORDINGS='${folder}' exec '${process.execPath}' '${hook}'`);

    const ended = await bumpAll(twenty, shuffled);

    expectNoneLost(twenty, ended);
    expect(readdirSync(folder).filter(name => name.endsWith('.taken'))).toHaveLength(wordings.length);
    expect(countOvertaken(ended)).toBeGreaterThanOrEqual(wordings.length);
  },
  timeout,
);
