import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sourceCommit } from './event.ts';

function pullRequest(payload: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'event.json'), payload);
  return {
    GITHUB_SHA: 'merge-commit',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
  };
}

const payload = '{"pull_request":{"head":{"sha":"head"},"merge_commit_sha":"merge-commit"}}';

test.each(['', 'merge-commit'])('a pull request given %j is about its head', given => {
  expect(sourceCommit(given, pullRequest(payload))).toBe('head');
});

test('a commit that a step names itself is taken', () => {
  expect(sourceCommit('other', pullRequest(payload))).toBe('other');
});

test.each(['{}', 'no json'])('a payload of %j names none', text => {
  expect(sourceCommit('', pullRequest(text))).toBe('');
});

test('any other event is about GITHUB_SHA, whatever its payload holds', () => {
  expect(sourceCommit('', { ...pullRequest(payload), GITHUB_EVENT_NAME: 'push' })).toBe('merge-commit');
  expect(sourceCommit('', {})).toBe('');
});
