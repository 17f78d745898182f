import { readFileSync } from 'node:fs';
import { textAt } from './json.ts';

/**
 * The commit whose source a run is about, where a step was given `given`: a pull request's head in place of GITHUB_SHA, which
 * is its merge commit, that no branch holds. '' where the runner names none.
 */
export function sourceCommit(given: string, env: NodeJS.ProcessEnv): string {
  const sha = env.GITHUB_SHA ?? '';
  if (given !== '' && given !== sha) return given;
  return env.GITHUB_EVENT_NAME === 'pull_request' ? pullRequestHead(env.GITHUB_EVENT_PATH ?? '') : sha;
}

function pullRequestHead(file: string): string {
  try {
    return textAt(JSON.parse(readFileSync(file, 'utf8')), 'pull_request', 'head', 'sha');
  } catch {
    return '';
  }
}
