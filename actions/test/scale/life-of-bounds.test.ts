import { expect, test } from 'vitest';
import { digestB, file } from '../bump-overlay/setup.ts';
import { git } from '../repositories.ts';
import { scaleWorld } from './setup.ts';

test('committed, the same again, a bump, only the CPU target', async () => {
  const world = await scaleWorld();
  const checkout = git(world.work, 'rev-parse', 'HEAD');

  const scaled = await world.scale({ min: '3', max: '6', reason: 'Load test' });
  expect(scaled.code, scaled.stdout).toBe(0);
  expect(scaled.outputs).toMatchObject({
    outcome: 'committed',
    min: '3',
    max: '6',
    'cpu-target': '70',
    'previous-min': '2',
    'previous-max': '10',
    'expires-at': '',
  });
  expect(scaled.outputs['commit-sha']).toBe(git(world.bare, 'rev-parse', 'main'));
  expect(git(world.bare, 'show', '--format=%an%n%B', '--name-only', 'main')).toBe(
    `github-actions[bot]\nScale staging to 3–6 replicas\n\n    Load test\n\nOperation: scale\nRequested-By: octocat\nVad-Gitops-Run: 4712\n\n\n${file}`,
  );
  expect(world.released().replace(/[\s\S]*source-commit.*\n/, '')).toMatchInlineSnapshot(`
    "  - target:
          kind: HorizontalPodAutoscaler
          name: vad-hpa
        patch: |
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: vad-hpa
          spec:
            minReplicas: 3
            maxReplicas: 6"
  `);
  // The job's checkout is as it was, and the temporary work tree is gone.
  expect(git(world.work, 'rev-parse', 'HEAD')).toBe(checkout);
  expect(git(world.work, 'worktree', 'list').split('\n')).toHaveLength(1);

  const again = await world.scale({ min: '3', max: '6' });
  expect(again.outputs).toMatchObject({ outcome: 'noop', 'commit-sha': scaled.outputs['commit-sha'] });

  const bumped = await world.bump(world.change('// b\n'), digestB);
  expect(bumped.outputs.outcome, bumped.stdout).toBe('committed');
  expect(world.released()).toContain(digestB);

  const cpu = await world.scale({ 'cpu-target': '55', reason: 'earlier' });
  expect(cpu.outputs, cpu.stdout).toMatchObject({ outcome: 'committed', min: '3', max: '6', 'cpu-target': '55' });
  expect(git(world.bare, 'show', '--no-patch', '--format=%s', 'main')).toBe(
    'Scale staging to 3–6 replicas at 55 % CPU',
  );
  expect(world.released()).toContain(digestB);
  expect(world.released().replace(/[\s\S]*source-commit.*\n/, '')).toMatchInlineSnapshot(`
    "  - target:
          kind: HorizontalPodAutoscaler
          name: vad-hpa
        patch: |
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: vad-hpa
          spec:
            minReplicas: 3
            maxReplicas: 6
      - target:
          kind: HorizontalPodAutoscaler
          name: vad-hpa
        patch: |
          - op: test
            path: /spec/metrics/0/resource/name
            value: cpu
          - op: replace
            path: /spec/metrics/0/resource/target/averageUtilization
            value: 55"
  `);
});
