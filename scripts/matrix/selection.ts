import { columns } from '../columns.ts';
import { Failure } from '../failure.ts';
import type { EngineName } from '../local/engines.ts';
import { isSameCase, type Row } from './row.ts';

/** A part of the matrix that can run alone: a case, or a group of tests that build on each other. */
export interface Part {
  /** Stable, in kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly engines: readonly EngineName[];
}

/**
 * Returns the parts that `only` names (all where it is undefined), each with those of `engines` that it runs on.
 * Throws a Failure, listing what can be chosen, for an unknown name and for a selection in which nothing would run.
 */
export function selectParts(
  parts: readonly Part[],
  only: string | undefined,
  engines: readonly EngineName[],
): readonly Part[] {
  const names = only === undefined ? parts.map(({ id }) => id) : namesIn(only);
  const unknown = names.filter(name => !parts.some(({ id }) => id === name));
  if (unknown.length > 0) throw new Failure(`Unknown: --only ${unknown.join(',')}.`, { next: choices(parts) });
  if (names.length === 0) throw new Failure('--only names nothing.', { next: choices(parts) });
  const selected = parts
    .filter(({ id }) => names.includes(id))
    .map(part => ({ ...part, engines: part.engines.filter(engine => engines.includes(engine)) }))
    .filter(part => part.engines.length > 0);
  if (selected.length === 0) {
    throw new Failure(`Nothing to run: ${names.join(', ')} does not run on ${engines.join(' or ')}.`, {
      next: '`npm run test:matrix -- --list` shows which engines each part runs on.',
    });
  }
  return selected;
}

/** Returns a table of all parts; `rows` are those of the present work tree. */
export function listParts(parts: readonly Part[], rows: readonly Row[]): string {
  const line = ({ id, title, engines }: Part) => {
    const passed = engines.filter(engine => rows.some(row => isSameCase(row, { id, engine })));
    return [id, engines.join(' '), passed.join(' '), title];
  };
  return columns([['name', 'engines', 'passed at this commit', 'what it is'], ...parts.map(line)]);
}

const namesIn = (only: string): string[] => [
  ...new Set(
    only
      .split(',')
      .map(name => name.trim())
      .filter(Boolean),
  ),
];

const choices = (parts: readonly Part[]) => `Choose from: ${parts.map(({ id }) => id).join(', ')}.`;
