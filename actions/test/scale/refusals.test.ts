import { expect, test } from 'vitest';
import { readWork } from '../bump-overlay/setup.ts';
import { commit, git, push } from '../repositories.ts';
import { scaleWorld } from './setup.ts';

const overlay = 'kustomize/overlays/staging/kustomization.yaml';
const quota = `apiVersion: v1
kind: ResourceQuota
metadata:
  name: compute
spec:
  hard: {requests.cpu: "4", limits.memory: 4Gi, pods: "20"}
`;

test('bounds that cannot be are refused, all at once with the arithmetic, and nothing is written', async () => {
  const world = await scaleWorld();
  const withQuota = readWork(world.work, overlay).replace('- ../../base', '- ../../base\n  - quota.yaml');
  commit(world.work, { [overlay]: withQuota, 'kustomize/overlays/staging/quota.yaml': quota });
  push(world.work);
  const head = git(world.bare, 'rev-parse', 'main');

  const refused = await world.scale({ min: '1', max: '12' });
  expect(refused.code).toBe(1);
  expect(refused.outputs['failure-reason'], refused.stdout).toBe('scale-refused');
  expect(refused.summary).toMatchInlineSnapshot(`
    "### ❌ Scale: scale-refused

    \`\`\`text
    staging is not scaled, nothing was written:
    - min 1 < 2: with one pod, a rollout or an eviction would leave nobody to answer
    - limits.memory: (2 × 12 + 2 surge = 26 pods) × 200Mi = 5.078Gi, over the 4Gi of the ResourceQuota compute
    - pods: 2 × 12 + 2 surge = 26 pods, over the 20 of the ResourceQuota compute
    - requests.cpu: (2 × 12 + 2 surge = 26 pods) × 200m = 5.2, over the 4 of the ResourceQuota compute
    \`\`\`

    **Next:** Ask for bounds that the arithmetic above allows, or change the overlay first.
    "
  `);
  const crossed = await world.scale({ min: '9', max: '6' });
  expect(crossed.summary).toContain('- min 9 > max 6');
  expect(git(world.bare, 'rev-parse', 'main')).toBe(head);

  const fits = await world.scale({ max: '9' });
  expect(fits.outputs, fits.stdout).toMatchObject({ outcome: 'committed', max: '9' });
});

test('an environment that is none, or has no release yet, is refused', async () => {
  const world = await scaleWorld({ 'kustomize/overlays/scratch/kustomization.yaml': 'resources: [../../base]\n' });
  const head = git(world.bare, 'rev-parse', 'main');
  const unknown = await world.scale({ environment: 'stagin', min: '3' });
  expect(unknown.outputs['failure-reason'], unknown.stdout).toBe('scale-refused');
  expect(unknown.summary).toContain('there is no such environment on main: it has production, staging\n');
  const scratch = await world.scale({ environment: 'scratch', min: '3' });
  expect(scratch.summary).toContain('there is no such environment on main: it has production, staging\n');
  const early = await world.scale({ environment: 'production', min: '3', reason: 'early' });
  expect(early.outputs['failure-reason'], early.stdout).toBe('scale-refused');
  expect(early.summary).toContain('nothing is released to production yet');
  const inputs = await world.scale({ min: 'three', max: '$(id)', 'expires-in': '-4h', reason: 'x'.repeat(501) });
  expect(inputs.outputs['failure-reason'], inputs.stdout).toBe('input-invalid');
  for (const name of ['min', 'max', 'expires-in', 'reason']) expect(inputs.summary).toContain(`- ${name} must`);
  expect(git(world.bare, 'rev-parse', 'main')).toBe(head);
});

test('a scale that would change more than the bounds is refused, and what it would change is named', async () => {
  const world = await scaleWorld();
  const leak = `
replacements:
  - source: {kind: HorizontalPodAutoscaler, name: vad-hpa, fieldPath: spec.minReplicas}
    targets:
      - select: {kind: Deployment}
        fieldPaths: [spec.replicas]
        options: {create: true}
`;
  commit(world.work, { [overlay]: readWork(world.work, overlay) + leak });
  push(world.work);
  const ended = await world.scale({ min: '3' });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('render-changed');
  expect(ended.summary).toContain('spec.replicas: 2 → 3');
  expect(world.released()).not.toContain('minReplicas');
});

test('bounds that the overlay overrules would not be what was asked for', async () => {
  const world = await scaleWorld();
  const patch = `
patches:
  - target: {kind: HorizontalPodAutoscaler, name: vad-hpa}
    patch: '[{"op": "replace", "path": "/spec/minReplicas", "value": 2}]'
`;
  commit(world.work, { [overlay]: readWork(world.work, overlay) + patch });
  push(world.work);
  const ended = await world.scale({ min: '3' });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('render-changed');
  expect(ended.summary).toContain('The autoscaler vad-hpa renders 2–10 at 70 % CPU, not 3–10 at 70 % CPU');
  expect(world.released()).not.toContain('minReplicas');
});
