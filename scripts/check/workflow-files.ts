import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

export interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly 'runs-on'?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string | { readonly name: string; readonly url: string };
  readonly concurrency?: unknown;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Action {
  readonly file: string;
  readonly text: string;
  readonly steps: readonly Step[];
}

/** What an action.yml promises to those who use it. */
export interface Contract {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly outputs: readonly string[];
}

/** Every workflow of the project, parsed. */
export function workflows(): Workflow[] {
  return read('.github/workflows/*.yaml').map(({ file, text }) => ({ ...parse(text), file: basename(file), text }));
}

/** Every composite action of the project, parsed. */
export function compositeActions(): Action[] {
  return read('.github/actions/*/action.yml').map(({ file, text }) => ({ file, text, steps: parse(text).runs.steps }));
}

/** The name of a job's environment; undefined where it has none. */
export function environmentOf({ environment }: Job): string | undefined {
  return typeof environment === 'object' ? environment.name : environment;
}

/** Inputs and outputs of an action of ours, named as `uses` has it. @throws where there is no such action */
export function contractOf(uses: string): Contract {
  const { inputs = {}, outputs = {} } = parse(readFileSync(join(root, uses, 'action.yml'), 'utf8'));
  return { inputs, outputs: Object.keys(outputs) };
}

function read(pattern: string): { file: string; text: string }[] {
  const files = globSync(pattern, { cwd: root }).toSorted();
  return files.map(file => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}
