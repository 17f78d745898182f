import { expect, test } from 'vitest';
import { digestA } from '../bump-overlay/setup.ts';
import { runAction } from '../harness.ts';
import { application, deployment, healthy, hpa, pod, replicaSet } from '../verify-rollout/cluster.ts';
import { type VerifyWorld, verifyWorld } from '../verify-rollout/setup.ts';

const bounds = { min: 3, max: 6 };
const three = [
  deployment(digestA, {}, 3),
  replicaSet('new', digestA),
  ...['1', '2', '3'].map(number => pod(`new-${number}`, 'new', digestA)),
];

async function scaled(world: VerifyWorld): Promise<string> {
  const ended = await runAction('scale', { cwd: world.work, inputs: { environment: 'staging', min: '3', max: '6' } });
  expect(ended.outputs.outcome, ended.stdout).toBe('committed');
  return ended.outputs['commit-sha'] ?? '';
}

test('a scale is verified once the autoscaler has the bounds and the pods are inside them', async () => {
  const world = await verifyWorld();
  const revision = await scaled(world);
  const at = (items: readonly unknown[], hpas: readonly unknown[]) => ({
    application: application(revision),
    items,
    hpas,
  });
  const frames = [at(healthy(digestA), [hpa()]), at(healthy(digestA), [hpa({}, bounds)]), at(three, [hpa({}, bounds)])];
  const ended = await world.verify(frames, { inputs: { revision, digest: '' } });

  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'verified', digest: digestA, revision });
  expect(ended.stdout).toContain('vad-hpa has 2–10 at 70 % CPU, where Git has 3–6 at 70 % CPU');
  expect(ended.stdout).toContain('2 pods, outside 3–6');
});

test("a bump's verification judges by the bounds of the commit that the engine has", async () => {
  const world = await verifyWorld();
  const later = await scaled(world);
  const frames = [{ application: application(later), items: three, hpas: [hpa({}, bounds)] }];
  const ended = await world.verify(frames);
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'verified', revision: later });
});

test('an autoscaler that was deleted is missed', async () => {
  const world = await verifyWorld();
  const frames = [{ application: application(world.revision), items: healthy(digestA), hpas: [] }];
  const ended = await world.verify(frames, { inputs: { timeout: '5s' } });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('timeout');
  expect(ended.stdout).toContain('there is no autoscaler, where Git has one of 2–10 at 70 % CPU');
});
