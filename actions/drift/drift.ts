import { pulledEnvironments } from '../toolkit/environments.ts';
import { ActionError } from '../toolkit/errors.ts';
import { fetchBranch } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import type { GitHub } from '../toolkit/github.ts';
import { type Result, say } from '../toolkit/report.ts';
import type { DriftInputs } from './inputs.ts';
import { type Look, worstOf } from './look.ts';
import { lookAt, unreadable } from './look-at.ts';
import { renderLines, renderPage, type Told } from './page.ts';
import { type Done, tell } from './tell.ts';

/** Compares each environment with Git and tells of what is off; fails with `drift` where something is, having told it. */
export async function drift(
  inputs: DriftInputs,
  repository: Repository,
  signal: AbortSignal,
  github?: GitHub,
): Promise<Result> {
  const { environments, branch, mode } = inputs;
  const names = environments.length > 0 ? environments : await listAll(repository, branch);
  const looks: Look[] = [];
  for (const name of names) {
    looks.push(mode === 'report' ? given(name, inputs.looks) : await lookAt(name, inputs, repository, signal));
  }
  if (mode === 'look') return handOn(looks);
  const { told, done } = await tell(looks, inputs, repository, github);
  return result(told, done);
}

async function listAll(repository: Repository, branch: string): Promise<readonly string[]> {
  return pulledEnvironments(repository, await fetchBranch(repository, branch));
}

function given(environment: string, looks: readonly Look[]): Look {
  const found = looks.find(look => look.environment === environment);
  return found ?? unreadable(environment, 'The job that looks at it has handed nothing on: see its log.');
}

/** Green whatever was found: whoever takes the looks tells of them. */
function handOn(looks: readonly Look[]): Result {
  const state = worstOf(looks.map(look => look.state));
  const told = { state, looks, findings: [], notes: [] };
  for (const line of renderLines(told)) say(line);
  return { outputs: { outcome: state, issue: '', dispatch: '' }, report: { looks }, summary: '' };
}

function result(told: Told, done: Done): Result {
  for (const line of renderLines(told)) say(line);
  const count = told.findings.length + told.looks.reduce((sum, { findings }) => sum + findings.length, 0);
  const failure = new ActionError('drift', `${count} ${count === 1 ? 'thing is' : 'things are'} not as Git says.`);
  return {
    outputs: { outcome: told.state, ...done, 'failure-reason': told.state === 'drift' ? failure.code : '' },
    report: { ...told, ...done },
    summary: renderPage(told),
    ...(told.state === 'drift' ? { failure } : {}),
  };
}
