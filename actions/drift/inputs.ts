import { InputReader, isBranch, isEnvironment, mask } from '../toolkit/input.ts';
import { readServer } from '../toolkit/server.ts';
import { isWorkflow } from '../toolkit/start-workflow.ts';
import { type EngineName, engineNames } from '../toolkit/sync/engines.ts';
import { type Look, parseLooks } from './look.ts';

export interface DriftInputs {
  readonly mode: 'all' | 'look' | 'report';
  /** Empty for all that the branch has. */
  readonly environments: readonly string[];
  /** What earlier steps have found. */
  readonly looks: readonly Look[];
  readonly engine: EngineName;
  readonly branch: string;
  readonly kubeconfig: string | undefined;
  readonly patienceMs: number;
  readonly graceMs: number;
  /** '' tells nobody. */
  readonly token: string;
  readonly label: string;
  readonly workflow: string;
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader(), env: NodeJS.ProcessEnv = process.env): DriftInputs {
  const environments = read.words('environments');
  for (const name of environments)
    if (!isEnvironment(name)) read.fault('environments', `has '${name}', no overlay's name`);
  const looks = read.lines('looks').map(parseLooks);
  if (looks.includes(undefined)) read.fault('looks', 'has a line that is no report of a look');
  const token = read.optional('token');
  mask(token);
  const { apiUrl, repository } = readServer(env);
  const inputs = {
    mode: read.oneOf('mode', ['all', 'look', 'report']),
    environments,
    looks: looks.flatMap(list => list ?? []),
    engine: read.oneOf('engine', engineNames),
    branch: read.matching('branch', isBranch, 'a branch', 'main'),
    kubeconfig: read.optional('kubeconfig') || undefined,
    patienceMs: read.duration('patience', '2m'),
    graceMs: read.duration('grace', '15m'),
    token,
    label: read.optional('label'),
    workflow: read.matching('workflow', isWorkflow, "a workflow file's name", 'deploy.yaml'),
    apiUrl,
    repository,
  };
  read.done();
  return inputs;
}
