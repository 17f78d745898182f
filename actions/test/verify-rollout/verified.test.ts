import { expect, test } from 'vitest';
import { digestA, digestB } from '../bump-overlay/setup.ts';
import { shallowClone } from '../repositories.ts';
import { application, healthy, stuck } from './cluster.ts';
import { verifyWorld } from './setup.ts';

const before = `sha256:${'0'.repeat(64)}`;

test('follows a rollout through its gates to the proof', async () => {
  const world = await verifyWorld();
  const creating = { state: { waiting: { reason: 'ContainerCreating' } } };

  const ended = await world.verify([
    { application: application('f'.repeat(40)), items: healthy(before) },
    {
      application: application(world.revision, {
        sync: { status: 'OutOfSync', revision: world.revision },
        operationState: { phase: 'Running' },
      }),
      items: healthy(before),
    },
    { application: application(world.revision), items: stuck(digestA, before, creating) },
    { application: application(world.revision), items: healthy(digestA) },
  ]);

  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs).toMatchObject({
    outcome: 'verified',
    'failure-reason': '',
    digest: digestA,
    revision: world.revision,
  });
  expect(ended.stdout.match(/^ +\d+s {2}(\w+)/gm)?.map(line => line.trim().split(/ +/)[1])).toEqual([
    'source',
    'synced',
    'pods',
    'grpc',
  ]);
  expect(ended.summary).toContain('✅ staging runs `aaaaaaaaaaaa`, verified');
  expect(ended.summary).toContain('`000000000000` → `aaaaaaaaaaaa`');
  expect(ended.summary).toMatch(/```mermaid\ngantt[\s\S]*grpc/);
  expect(ended.summary).toMatch(
    /\| `new-1` \| ready \| `aaaaaaaaaaaa` \| 0 \| SERVING \| voice in speech, none in silence \|/,
  );
  expect(JSON.parse(ended.outputs['report-json'] ?? '')).toMatchObject({ outcome: 'verified', digestBefore: before });
  // Nothing but reading.
  expect(new Set(world.calls().map(call => call.split(' ')[0]))).toEqual(new Set(['get', 'port-forward']));
});

test('a descendant with the same render counts, also from a shallow clone', async () => {
  const world = await verifyWorld();
  const cwd = shallowClone(world);
  const later = world.change('// not rendered\n');
  const ended = await world.verify([{ application: application(later), items: healthy(digestA) }], { cwd });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'verified', revision: later });
});

test('a descendant with another digest supersedes: green', async () => {
  const world = await verifyWorld();
  const bumped = await world.bump(world.change('// b\n'), digestB);
  const later = bumped.outputs['commit-sha'] ?? '';
  const ended = await world.verify([{ application: application(later), items: healthy(digestB) }]);
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs).toMatchObject({ outcome: 'superseded' });
  expect(ended.summary).toContain('superseded by a newer release');
  expect(ended.summary).toContain(`main at ${later.slice(0, 12)} names bbbbbbbbbbbb for staging`);
});
