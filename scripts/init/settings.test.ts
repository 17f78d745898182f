import { expect, test } from 'vitest';
import { readSettings, repositoryUrl } from './settings.ts';

test('a repository is enough: the rest has defaults, the image in lower case', () => {
  const settings = readSettings({ repo: 'Acme-Voice/GitOps' });
  expect(settings).toEqual({
    owner: 'Acme-Voice',
    name: 'GitOps',
    image: 'ghcr.io/acme-voice/gitops/vad-service',
    engine: 'argocd',
    owners: ['@Acme-Voice'],
    appId: undefined,
  });
  expect(repositoryUrl(settings)).toBe('https://github.com/Acme-Voice/GitOps.git');
});

test('everything that is given is kept', () => {
  const given = { repo: 'a/b', image: 'registry.example:5000/vad', engine: 'flux', owners: '@a/team, c@d.example' };
  expect(readSettings({ ...given, 'app-id': '42' })).toMatchObject({
    image: given.image,
    engine: 'flux',
    owners: ['@a/team', 'c@d.example'],
    appId: 42,
  });
});

test('every fault is told at once', () => {
  const given = { repo: 'a', image: 'vad:latest', engine: 'helm', owners: 'bob', 'app-id': '-1' };
  expect(() => readSettings(given)).toThrow(/--repo .*\n.*--image .*\n.*--engine .*\n.*--owners .*\n.*--app-id /);
});

test.each([
  '',
  'a/b/c',
  '-a/b',
  'a--b/c',
  'a/..',
  'a/b.git',
  'https://github.com/a/b',
  'a/b c',
  'a/b\n',
])('no repository: %j', repo => {
  expect(() => readSettings({ repo })).toThrow('--repo');
});

test.each([
  'docker',
  'team/vad',
  'ghcr.io/Acme/vad',
  'ghcr.io/a/vad:1',
  `ghcr.io/a/vad@sha256:${'a'.repeat(64)}`,
  "ghcr.io/a'b",
])('no image: %s', image => {
  expect(() => readSettings({ repo: 'a/b', image })).toThrow('--image');
});
