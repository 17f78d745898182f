import { InputReader, isCommit, isEnvironment } from '../toolkit/input.ts';

export interface ClassifyInputs {
  /** undefined where nobody knows: a new branch, or a dispatch. */
  readonly before: string | undefined;
  readonly commit: string;
  readonly environments: readonly string[];
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader(), env: NodeJS.ProcessEnv = process.env): ClassifyInputs {
  const before = read.optional('before');
  const environments = read.words('environments');
  const inputs = {
    // GitHub writes zeros for a branch that is new.
    before: /^0*$/.test(before) ? undefined : before,
    commit: read.matching('commit', isCommit, 'a full commit id', env.GITHUB_SHA ?? ''),
    environments: environments.length > 0 ? environments : ['staging', 'production'],
  };
  if (inputs.before && !isCommit(inputs.before)) read.fault('before', `must be a full commit id, not '${before}'`);
  for (const name of environments)
    if (!isEnvironment(name)) read.fault('environments', `has '${name}', no overlay's name`);
  read.done();
  return inputs;
}
