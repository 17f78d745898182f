import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLedger } from '../../toolkit/ledger.ts';
import { digestA, digestB } from '../bump-overlay/setup.ts';
import { write } from '../harness.ts';
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
