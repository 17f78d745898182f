import { expect, test } from 'vitest';
import { appendEntry, readLedger } from '../../toolkit/ledger.ts';
import { digestA } from '../bump-overlay/setup.ts';
import type { Fault, RequestKind } from '../fakes/git-host.ts';
import { git, serverHook } from '../repositories.ts';
import { bad, good } from '../rollback/setup.ts';
import { hostedBumpWorld, hostedRollbackWorld } from './setup.ts';

const { signal } = new AbortController();

test.each<[RequestKind, Fault, string]>([
  ['GET upload-pack', 500, 'git fetch failed'],
  ['POST upload-pack', 503, 'git fetch failed'],
  ['POST upload-pack', 'cut', 'git fetch failed'],
  ['GET receive-pack', 503, 'git push failed'],
  ['POST receive-pack', 429, 'git push failed'],
  ['POST receive-pack', 408, 'git push failed'],
])('bump: %s answered once with %s is tried again, and says so', async (kind, fault, text) => {
  const world = await hostedBumpWorld();
  const source = world.change('// a\n');
  world.host.fail(kind, fault);
  const ended = await world.bump(source, digestA);
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed' });
  expect(ended.stdout).toContain(text);
  expect(world.released()).toContain(digestA);
  expect(git(world.bare, 'rev-list', '--count', `${source}..main`)).toBe('1');
});

test.each<[RequestKind, Fault]>([
  ['POST upload-pack', 500],
  ['POST receive-pack', 500],
])('an automatic rollback: %s answered once with %s leaves main on the good digest', async (kind, fault) => {
  const world = await hostedRollbackWorld();
  world.host.fail(kind, fault);
  const automatic = { automatic: 'true', 'expect-digest': bad, 'failure-reason': 'crash-loop' };
  const ended = await world.rollback(automatic);
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
  expect(world.named()).toBe(good);
});

test.each<[RequestKind, Fault, number]>([
  ['GET upload-pack', 503, 1],
  ['POST receive-pack', 503, 1],
  ['POST receive-pack', 'lost', 1],
  ['POST receive-pack', 'lost', 2],
])('the ledger: %s answered with %s, %i times; the entry is there once', async (kind, fault, times) => {
  const world = await hostedBumpWorld();
  const entry = {
    environment: 'staging',
    verifiedAt: '2026-01-01T00:00:00.000Z',
    imageRef: `r.example.invalid/vad-service:src-1@${digestA}`,
    digest: digestA,
    sourceCommit: 'a'.repeat(40),
    bumpCommit: 'a'.repeat(40),
    engineRevision: null,
    report: {},
  };
  world.host.fail(kind, fault, { times });
  const path = await appendEntry({ dir: world.checkout }, entry, signal);
  expect(await readLedger({ dir: world.checkout }, 'staging')).toEqual([{ ...entry, path }]);
  expect(git(world.bare, 'rev-list', '--count', 'ledger')).toBe('1');
});

test('a server that stays away is named after the last try, and nothing was written', async () => {
  const world = await hostedBumpWorld();
  const source = world.change('// a\n');
  world.host.fail('POST receive-pack', 503, { times: 99 });
  const ended = await world.bump(source, digestA);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('git-unavailable');
  expect(ended.stdout).toContain('git push failed 4 times');
  expect(world.host.requests.filter(kind => kind === 'POST receive-pack')).toHaveLength(4);
  expect(git(world.bare, 'rev-parse', 'main')).toBe(source);
});

test.each([
  ["echo 'fatal error in commit_refs' >&2; exit 1", 'fatal error in commit_refs'],
  ["echo 'Gitea: Internal Server Error' >&2; exit 1", 'Internal Server Error'],
])('a server whose hook fails once (%s) is tried again', async (script, text) => {
  const world = await hostedBumpWorld();
  const source = world.change('// a\n');
  serverHook(world, 'pre-receive', `mkdir '${world.bare}/once' 2>/dev/null || exit 0\n${script}`);
  const ended = await world.bump(source, digestA);
  expect(ended.outputs.outcome, ended.stdout).toBe('committed');
  expect(ended.stdout).toContain(text);
});
