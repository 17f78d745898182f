import { shortDigest } from '../image.ts';
import { runTrailer, sourceTrailer } from '../manifest-names.ts';
import type { Release } from '../release-file.ts';

/** A commit's message; `body` is free text, '' for none. */
export interface Message {
  readonly title: string;
  readonly body: string;
  /** Each `Name: value`. */
  readonly trailers: readonly string[];
  /** The run that verifies the commit itself; undefined where somebody merges it later, whose push then verifies it. */
  readonly run: string | undefined;
}

/** Returns the message of a commit that releases. `run` as in `Message`. */
export function releaseMessage(environment: string, release: Release, run: string | undefined): Message {
  const trailers = [`${sourceTrailer}: ${release.sourceCommit}`];
  return { title: releaseTitle(environment, release), body: '', trailers, run };
}

/** Returns a release in one line, for a commit and a pull request. */
export function releaseTitle(environment: string, { digest }: Release): string {
  return `Release ${shortDigest(digest)} to ${environment}`;
}

/** Returns a message's text; its body is indented, so that user text is never parsed as a trailer. */
export function formatMessage({ title, body, trailers, run }: Message): string {
  const text = body.trim() === '' ? [] : [body.trim().replaceAll(/^/gm, '    ')];
  const last = [...trailers, ...(run === undefined ? [] : [`${runTrailer}: ${run}`])].join('\n');
  return `${[title, ...text, last].filter(part => part !== '').join('\n\n')}\n`;
}
