import { expect, test } from 'vitest';
import { type ImageIdentity, imageTag } from './tag.ts';

const identity: ImageIdentity = {
  entries: ['100644 aaa vad-service/src/main.ts'],
  context: '.',
  dockerfile: 'vad-service/Dockerfile',
  target: '',
  platforms: ['linux/amd64', 'linux/arm64'],
  buildArgs: ['A=1'],
  buildContexts: ['base@sha256:1=oci-layout:///here'],
  provenance: 'false',
  sbom: 'false',
};

test('looks like a tag', () => {
  expect(imageTag(identity)).toMatch(/^src-[0-9a-f]{40}$/);
});

test.each<[string, Partial<ImageIdentity>]>([
  ['a file', { entries: ['100644 bbb vad-service/src/main.ts'] }],
  ['the context', { context: 'vad-service' }],
  ['the Dockerfile', { dockerfile: 'other' }],
  ['the target', { target: 'debug' }],
  ['the platforms', { platforms: ['linux/amd64'] }],
  ['a build argument', { buildArgs: ['A=2'] }],
  ['where one list ends', { entries: [], buildArgs: ['100644 aaa vad-service/src/main.ts', 'A=1'] }],
  ['a stood-in base', { buildContexts: [] }],
  ['provenance', { provenance: 'mode=max' }],
  ['an SBOM', { sbom: 'true' }],
])('changes with %s', (_, change) => {
  expect(imageTag({ ...identity, ...change })).not.toBe(imageTag(identity));
});

test.each<[string, Partial<ImageIdentity>]>([
  ['the order of platforms', { platforms: ['linux/arm64', 'linux/amd64'] }],
  ['where a local base lies', { buildContexts: ['base@sha256:1=oci-layout:///there'] }],
])('does not change with %s', (_, change) => {
  expect(imageTag({ ...identity, ...change })).toBe(imageTag(identity));
});

test('an image that stands in for another is told by its own name', () => {
  const tag = (image: string) => imageTag({ ...identity, buildContexts: [`base=docker-image://${image}`] });
  expect(tag('a@sha256:1')).not.toBe(tag('a@sha256:2'));
});
