import { expect, test } from 'vitest';
import { withRepository } from './repository-address.ts';

const url = 'https://github.com/acme/voice.git';

test('the places of each kind are written; comments, quotes elsewhere and order stay byte by byte', () => {
  const text = (address: string) => `# on top
kind: Application
spec:
  source: {path: 'x', repoURL: ${address}}   # whose
---
kind: AppProject
spec:
  sourceRepos:
    - ${address} # one
    - https://other.example/charts
---
kind: GitRepository
spec:
  interval:   1m
  url: ${address}
---
kind: ConfigMap
data: {url: https://stays.example}
`;
  expect(withRepository(text('https://github.com/vixio/vad-gitops.git'), url)).toBe(text(url));
  expect(withRepository(text('"https://github.com/vixio/vad-gitops.git"'), url)).toBe(text(url));
  expect(withRepository(text(url), url)).toBe(text(url));
});

test('a file without such a place stays', () => {
  expect(withRepository('kind: Kustomization\nresources: [a]\n', url)).toBe('kind: Kustomization\nresources: [a]\n');
});
