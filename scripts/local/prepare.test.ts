import { expect, it } from 'vitest';
import { engineNames } from './engines.ts';
import { toolsOf } from './prepare.ts';

const ofEngines = (names: Parameters<typeof toolsOf>[0]) => toolsOf(names).filter(tool => /argocd|flux/.test(tool));

it.each([
  { names: ['argocd'], tools: ['argocd'] },
  { names: ['flux'], tools: ['flux-source-controller', 'flux-kustomize-controller'] },
  { names: engineNames, tools: ['argocd', 'flux-source-controller', 'flux-kustomize-controller'] },
  { names: [], tools: [] },
] as const)('builds for $names no engine but those', ({ names, tools }) => {
  expect(ofEngines(names)).toEqual(tools);
  expect(toolsOf(names)).toContain('kubernetes');
});
