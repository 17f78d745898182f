import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLedger } from '../../toolkit/ledger.ts';
import { rollbackNote } from '../../verify-rollout/rollback-note.ts';
import type { Verdict } from '../../verify-rollout/verdict.ts';
import { digestA, digestB } from '../bump-overlay/setup.ts';
import { type Ended, temporaryFolder, write } from '../harness.ts';
import { application, healthy } from './cluster.ts';
import { verifyWorld } from './setup.ts';

const record = { record: 'true' };

test('a verified release is in the ledger; one that is not verified is not', async () => {
  const world = await verifyWorld();
  const failed = await world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
    inputs: record,
    service: { ears: 'deaf' },
  });
  expect(failed.code).toBe(1);
  expect(await readLedger({ dir: world.work }, 'staging')).toEqual([]);

  const ended = await world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
    inputs: record,
  });
  expect(ended.code, ended.stdout).toBe(0);
  const [entry, ...others] = await readLedger({ dir: world.work }, 'staging');
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    path: ended.outputs['ledger-entry'],
    digest: digestA,
    imageRef: expect.stringMatching(/^registry\.example\.invalid\/team\/vad-service:src-a+@sha256:a+$/),
    bumpCommit: world.revision,
    engineRevision: world.revision,
    report: { outcome: 'verified' },
  });
  expect(entry?.sourceCommit).toMatch(/^[0-9a-f]{40}$/);
});

test('where the ledger holds no other release, the run says that there is nothing to roll back to', async () => {
  const world = await verifyWorld();
  const seen = (digest: string, revision: string) => [{ application: application(revision), items: healthy(digest) }];
  const nothing = 'There is nothing verified to roll back to: the ledger holds no other release of staging.';
  const first = 'No rollback target yet: no other release of staging has been verified.';
  const sayings = (ended: Ended) =>
    [nothing, first].filter(text => ended.summary.includes(`**Rollback:** ${text}`) && ended.stdout.includes(text));
  const deaf = { inputs: record, service: { ears: 'deaf' } } as const;

  expect(sayings(await world.verify(seen(digestA, world.revision), deaf))).toEqual([nothing]);
  // Nothing was to be recorded, so that the ledger is not asked.
  expect(sayings(await world.verify(seen(digestA, world.revision), { service: { ears: 'deaf' } }))).toEqual([]);
  const verified = await world.verify(seen(digestA, world.revision), { inputs: record });
  expect(sayings(verified), verified.stdout).toEqual([first]);
  // Its own entry is none to roll back to.
  expect(sayings(await world.verify(seen(digestA, world.revision), deaf))).toEqual([nothing]);

  const bumped = await world.bump(world.change('// b\n'), digestB);
  const revision = bumped.outputs['commit-sha'] ?? '';
  const inputs = { ...record, revision, digest: digestB };
  const later = await world.verify(seen(digestB, revision), { ...deaf, inputs });
  expect([later.outputs['failure-reason'], sayings(later)]).toEqual(['canary-deaf', []]);
  const second = await world.verify(seen(digestB, revision), { inputs });
  expect([second.outputs.outcome, sayings(second)]).toEqual(['verified', []]);
});

test('a ledger that cannot be read adds a warning, and nothing to the verdict', async () => {
  const unreadable = { environment: 'staging', isRecorded: true };
  const verdict = { kind: 'verified', evidence: { digest: digestA } } as Verdict;
  expect(await rollbackNote(unreadable, verdict, { dir: temporaryFolder() })).toBe('');
});

test('a ledger that takes nothing is a warning: what is verified stays green', async () => {
  const world = await verifyWorld();
  write(world.bare, 'hooks/pre-receive', '#!/bin/sh\necho "GH013: Repository rule violations" >&2\nexit 1\n');
  chmodSync(join(world.bare, 'hooks/pre-receive'), 0o755);
  const ended = await world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
    inputs: record,
  });
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs).toMatchObject({ outcome: 'verified', 'ledger-entry': '' });
  expect(ended.stdout).toMatch(/::warning::Verified, but not recorded.*GH013/);
});

test('a release that main replaces while it is looked at ends as superseded, before any timeout', async () => {
  const world = await verifyWorld();
  const looking = world.verify([{ application: application('f'.repeat(40)), items: [] }], {
    inputs: { timeout: '100s' },
    cwd: world.work,
  });
  const bumped = await world.bump(world.change('// b\n'), digestB);
  expect(bumped.outputs.outcome).toBe('committed');
  const ended = await looking;
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs.outcome).toBe('superseded');
  expect(ended.summary).toContain('names bbbbbbbbbbbb for staging');
});
