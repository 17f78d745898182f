import { expect, test } from 'vitest';
import { ActionError } from './errors.ts';
import { clearRelease, editRelease, readRelease } from './release-file.ts';

const release = {
  repository: 'localhost:5000/vad',
  tag: 'src-1',
  digest: `sha256:${'a'.repeat(64)}`,
  // Digits and an e: YAML would take it for a number.
  sourceCommit: '1234567890123456789012345678901234567e12',
};

const empty = `# Only actions write this.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
# Stays.
metadata:
  name: release
`;

test('an empty file records nothing; an edited one records the release', () => {
  expect(readRelease(empty)).toBeUndefined();
  expect(readRelease(editRelease(empty, release))).toEqual(release);
});

test('the first edit adds to the file', () => {
  expect(editRelease(empty, release)).toMatchInlineSnapshot(`
    "# Only actions write this.
    apiVersion: kustomize.config.k8s.io/v1alpha1
    kind: Component
    # Stays.
    metadata:
      name: release
    images:
      - name: vad-service.invalid/unreleased
        newName: localhost:5000/vad
        newTag: src-1
        digest: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    patches:
      - target:
          kind: Deployment
          name: vad-service
        patch: |
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: vad-service
            annotations:
              vad-gitops.vixio.io/source-commit: '1234567890123456789012345678901234567e12'
    "
  `);
});

test('a later edit changes four values and keeps all else', () => {
  const text = editRelease(empty, release)
    .replace('images:', '# Why.\nreplicas: []\nimages:\n  - name: other # aside\n    newTag: "1"')
    .replace('patches:', 'patches:\n  - path: hpa.yaml # bounds');
  const next = { repository: 'x/y', tag: 'src-2', digest: `sha256:${'b'.repeat(64)}`, sourceCommit: 'c'.repeat(40) };
  const edited = editRelease(text, next);
  expect(readRelease(edited)).toEqual(next);
  expect(editRelease(edited, release)).toBe(editRelease(text, release));
  for (const kept of ['# Why.', 'other # aside', 'hpa.yaml # bounds', '# Stays.']) expect(edited).toContain(kept);
});

test.each([
  ['kind: Kustomization', 'kind'],
  ['- a', 'mapping'],
  ['kind: Component\nimages: {}', 'images'],
  ['kind: Component\nimages: [', 'not what the actions write'],
  [editRelease(empty, release).replace(/ +digest: .*\n/, ''), 'no digest'],
  [editRelease(empty, { ...release, digest: 'latest' }), "'latest' is no digest"],
  [editRelease(empty, release).replace(/patches:[\s\S]*/, ''), 'no sourceCommit'],
])('%j is refused', (text, said) => {
  const read = () => readRelease(text);
  expect(read).toThrow(ActionError);
  expect(read).toThrow(said);
});

test('cleared, it is as it was before the first bump', () => {
  const before =
    '# Only actions write this.\napiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n# stays\nmetadata:\n  name: release\n';
  const release = { repository: 'r/i', tag: 'src-1', digest: `sha256:${'a'.repeat(64)}`, sourceCommit: 'b'.repeat(40) };
  expect(clearRelease(editRelease(before, release))).toBe(before);
  expect(clearRelease(before)).toBe(before);
});
