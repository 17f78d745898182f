import { InputReader, isCommit } from '../toolkit/input.ts';

export interface RenderDiffInputs {
  /** undefined where nothing comes before: the renders alone are shown. */
  readonly base: string | undefined;
  readonly head: string;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader(), env: NodeJS.ProcessEnv = process.env): RenderDiffInputs {
  const base = read.optional('base');
  if (base !== '' && !isCommit(base)) read.fault('base', `must be a full commit id, not '${base}'`);
  const head = read.matching('head', isCommit, 'a full commit id', env.GITHUB_SHA ?? '');
  read.done();
  return { base: base || undefined, head };
}
