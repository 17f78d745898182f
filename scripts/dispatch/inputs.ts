import { parse } from 'yaml';
import { at, isRecord, listAt, textAt } from '../../actions/toolkit/json.ts';
import { Failure } from '../failure.ts';

/** One input of a workflow that can be dispatched, as its file declares it. */
export interface WorkflowInput {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** '' for none. */
  readonly standard: string;
  /** What a `choice` offers; else empty. */
  readonly choices: readonly string[];
}

/** What a workflow file lets a person start, and whether it also runs by itself. */
export interface Dispatchable {
  readonly inputs: readonly WorkflowInput[];
  readonly isScheduled: boolean;
}

/** Reads a workflow file; undefined where nobody can dispatch it. */
export function readWorkflow(text: string): Dispatchable | undefined {
  const on = at(parse(text), 'on');
  if (!isRecord(on) || !('workflow_dispatch' in on)) return undefined;
  const declared = at(on, 'workflow_dispatch', 'inputs');
  const inputs = isRecord(declared) ? Object.entries(declared) : [];
  return {
    inputs: inputs.map(([name, input]) => readInput(name, input)),
    isScheduled: listAt(on, 'schedule').length > 0,
  };
}

function readInput(name: string, input: unknown): WorkflowInput {
  const standard = at(input, 'default');
  return {
    name,
    description: textAt(input, 'description'),
    type: textAt(input, 'type') || 'string',
    isRequired: at(input, 'required') === true,
    standard: standard === undefined || standard === null ? '' : String(standard),
    choices: listAt(input, 'options').map(String),
  };
}

/** The inputs of a run as GitHub hands them on: what was given, else each default. @throws Failure with every fault */
export function completeInputs(
  declared: readonly WorkflowInput[],
  given: Readonly<Record<string, string | boolean | undefined>>,
): Record<string, string> {
  const inputs = declared.map(input => [input.name, String(given[input.name] ?? input.standard)] as const);
  const values = Object.fromEntries(inputs);
  const faults = declared.flatMap(input => findFault(input, values[input.name] ?? ''));
  if (faults.length === 0) return values;
  throw new Failure(`GitHub would not start this run:\n${faults.map(fault => `- ${fault}`).join('\n')}`, {
    next: 'Add --help to see the inputs.',
  });
}

function findFault({ name, isRequired, type, choices }: WorkflowInput, value: string): string[] {
  if (value === '') return isRequired && type !== 'boolean' ? [`--${name} is missing`] : [];
  if (type === 'choice' && !choices.includes(value))
    return [`--${name} is one of ${choices.join(', ')}, not '${value}'`];
  if (type === 'number' && !Number.isFinite(Number(value))) return [`--${name} is a number, not '${value}'`];
  return [];
}

/** The inputs as lines of a help text. */
export function describeInputs(inputs: readonly WorkflowInput[]): string {
  const width = Math.max(0, ...inputs.map(({ name }) => name.length));
  return inputs
    .map(({ name, description, choices, standard, isRequired }) => {
      const offered = choices.length > 0 ? ` (${choices.join(' | ')})` : '';
      const state = isRequired ? ' Required.' : standard ? ` Default: ${standard}.` : '';
      return `  --${name.padEnd(width)}  ${description}${offered}${state}`;
    })
    .join('\n');
}
