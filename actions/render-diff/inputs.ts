import { InputReader, isCommit, mask } from '../toolkit/input.ts';
import { readServer } from '../toolkit/server.ts';

export interface RenderDiffInputs {
  /** undefined where nothing comes before: the renders alone are shown. */
  readonly base: string | undefined;
  readonly head: string;
  /** Where to comment; undefined writes the summary alone. */
  readonly comment: { readonly pullRequest: number; readonly token: string } | undefined;
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader(), env: NodeJS.ProcessEnv = process.env): RenderDiffInputs {
  const base = read.optional('base');
  if (base !== '' && !isCommit(base)) read.fault('base', `must be a full commit id, not '${base}'`);
  const head = read.matching('head', isCommit, 'a full commit id', env.GITHUB_SHA ?? '');
  const [pullRequest, token] = [read.optional('pull-request'), read.optional('token')];
  if (!/^\d*$/.test(pullRequest)) read.fault('pull-request', `must be a number, not '${pullRequest}'`);
  mask(token);
  const { apiUrl, repository } = readServer(env);
  read.done();
  return {
    base: base || undefined,
    head,
    comment: pullRequest && token ? { pullRequest: Number(pullRequest), token } : undefined,
    apiUrl,
    repository,
  };
}
