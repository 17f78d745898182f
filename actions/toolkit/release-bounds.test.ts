import { expect, test } from 'vitest';
import { ActionError } from './errors.ts';
import { clearBounds, editBounds, type ReleaseBounds, readBounds } from './release-bounds.ts';
import { editRelease, readRelease } from './release-file.ts';
import { formatPinned, parsePinned } from './scale-expiry.ts';

const release = { repository: 'r/i', tag: 'src-1', digest: `sha256:${'a'.repeat(64)}`, sourceCommit: 'b'.repeat(40) };
const empty =
  '# Why.\napiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n# Stays.\nmetadata:\n  name: release\n';
const released = editRelease(empty, release);
const temporary = {
  until: '2026-12-01T09:30:00Z',
  set: { min: 3, max: 20, cpuTarget: 50 },
  back: {},
  reason: `it's "load": a #1 {test} | > ${'very '.repeat(60)}long`,
};

test.each<ReleaseBounds>([
  { pinned: {}, temporary: undefined },
  { pinned: { min: 3 }, temporary: undefined },
  { pinned: { cpuTarget: 50 }, temporary: undefined },
  { pinned: { min: 3, max: 6, cpuTarget: 50 }, temporary: undefined },
  { pinned: { min: 3, max: 20, cpuTarget: 50 }, temporary },
])('what is written is read: %j', bounds => {
  const edited = editBounds(released, bounds, 0);
  expect(readBounds(edited)).toEqual(bounds);
  expect(readRelease(edited)).toEqual(release);
  expect(editBounds(edited, bounds, 0)).toBe(edited);
  // And it goes as it came.
  expect(clearBounds(edited)).toBe(released);
});

test('an edit changes its own values and keeps comments, order and all else', () => {
  const text = editBounds(released, { pinned: { min: 3, max: 20, cpuTarget: 50 }, temporary }, 0)
    .replace('patches:', 'patches:\n  - path: other.yaml # aside')
    .replace('      spec:', '      # Inner.\n      spec:');
  const edited = editBounds(text, { pinned: { max: 6, cpuTarget: 40 }, temporary: undefined }, 2);
  expect(readBounds(edited)).toEqual({ pinned: { max: 6, cpuTarget: 40 }, temporary: undefined });
  for (const kept of ['# Why.', '# Stays.', 'other.yaml # aside', '# Inner.']) expect(edited).toContain(kept);
  expect(edited).toContain('path: /spec/metrics/2/resource/target/averageUtilization');
  expect(edited).not.toContain('scale-');
});

test('the temporary bounds as they stand in the file', () => {
  const edited = editBounds(empty, { pinned: temporary.set, temporary: { ...temporary, reason: 'load' } }, 0);
  expect(edited.slice(edited.indexOf('patches:'))).toMatchInlineSnapshot(`
    "patches:
      - target:
          kind: HorizontalPodAutoscaler
          name: vad-hpa
        patch: |
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: vad-hpa
            annotations:
              vad-gitops.vixio.io/scale-until: '2026-12-01T09:30:00Z'
              vad-gitops.vixio.io/scale-set: 'min=3 max=20 cpu-target=50'
              vad-gitops.vixio.io/scale-back: 'overlay'
              vad-gitops.vixio.io/scale-reason: 'load'
          spec:
            minReplicas: 3
            maxReplicas: 20
      - target:
          kind: HorizontalPodAutoscaler
          name: vad-hpa
        patch: |
          - op: test
            path: /spec/metrics/0/resource/name
            value: cpu
          - op: replace
            path: /spec/metrics/0/resource/target/averageUtilization
            value: 50
    "
  `);
});

const whole = editBounds(released, { pinned: { max: 20 }, temporary }, 0);

test.each([
  ['kind: Kustomization', 'kind is not Component'],
  [whole.replace('maxReplicas: 20', 'maxReplicas: many'), 'max is no whole number'],
  [whole.replace('maxReplicas: 20', 'maxReplicas: 0'), 'max is no whole number'],
  [whole.replace(/.*scale-back.*\n/, ''), 'not whole'],
  [whole.replace(/(scale-until: ).*/, '$1tomorrow'), 'not whole'],
  [whole.replace(/(scale-set: ).*/, '$1min=3 min=4'), 'not whole'],
  [whole.replace('minReplicas', '  [').replace('maxReplicas', '  ['), 'its patch'],
])('%j is refused', (text, said) => {
  const read = () => readBounds(text);
  expect(read).toThrow(ActionError);
  expect(read).toThrow(said);
});

test.each([
  ['overlay', {}],
  ['min=3', { min: 3 }],
  ['min=3 max=6 cpu-target=50', { min: 3, max: 6, cpuTarget: 50 }],
])('%s', (text, pinned) => {
  expect(formatPinned(pinned)).toBe(text);
  expect(parsePinned(text)).toEqual(pinned);
});

test.each([
  '',
  'min',
  'min=0',
  'min=3  max=6',
  'toString=3',
  'min=3,max=6',
  'min=-3',
  'cpuTarget=3',
])('%j pins nothing that can be read', text => {
  expect(parsePinned(text)).toBeUndefined();
});
