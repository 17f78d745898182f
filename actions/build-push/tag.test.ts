import { expect, test } from 'vitest';
import { type ImageIdentity, imageTag } from './tag.ts';

const identity: ImageIdentity = {
  entries: ['100644 aaa vad-service/src/main.ts'],
  dockerfile: 'vad-service/Dockerfile',
  target: '',
  platforms: ['linux/amd64', 'linux/arm64'],
  buildArgs: ['A=1'],
  buildContexts: ['base@sha256:1=oci-layout:///here'],
};

test('looks like a tag', () => {
  expect(imageTag(identity)).toMatch(/^src-[0-9a-f]{40}$/);
});

test.each<[string, Partial<ImageIdentity>]>([
  ['a file', { entries: ['100644 bbb vad-service/src/main.ts'] }],
  ['the Dockerfile', { dockerfile: 'other' }],
  ['the target', { target: 'debug' }],
  ['the platforms', { platforms: ['linux/amd64'] }],
  ['a build argument', { buildArgs: ['A=2'] }],
  ['where one list ends', { entries: [], buildArgs: ['100644 aaa vad-service/src/main.ts', 'A=1'] }],
  ['a stood-in base', { buildContexts: [] }],
])('changes with %s', (_, change) => {
  expect(imageTag({ ...identity, ...change })).not.toBe(imageTag(identity));
});

test.each<[string, Partial<ImageIdentity>]>([
  ['the order of platforms', { platforms: ['linux/arm64', 'linux/amd64'] }],
  ['where a local base lies', { buildContexts: ['base@sha256:1=oci-layout:///there'] }],
])('does not change with %s', (_, change) => {
  expect(imageTag({ ...identity, ...change })).toBe(imageTag(identity));
});
