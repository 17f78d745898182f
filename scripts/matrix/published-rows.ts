import { Failure } from '../failure.ts';
import { type EngineName, engineNames, engines } from '../local/engines.ts';
import type { TableCase } from './fault-table.ts';
import { newestRows, type Row, toSeconds } from './row.ts';

/**
 * Returns the rows to publish: for each case and engine the newest of these commits (full, or the first characters), in the
 * order of the cases. Throws a Failure that names each case and engine without one.
 */
export function rowsToPublish(
  cases: readonly TableCase[],
  rows: readonly Row[],
  commits: readonly string[],
): readonly Row[] {
  const ofCommits = rows.filter(({ commit }) => !isDirty(commit) && commits.some(one => commit.startsWith(one)));
  const usable = newestRows(ofCommits).filter(row => cases.some(one => isOf(one, row)));
  const chosen = cases.flatMap(({ id }) =>
    engineNames.flatMap(engine => usable.filter(row => row.id === id && row.engine === engine)),
  );
  const missing = engineNames
    .map(engine => ({ engine, ids: idsWithout(cases, chosen, engine) }))
    .filter(({ ids }) => ids.length > 0);
  if (missing.length === 0) return chosen;
  const lines = missing.map(({ engine, ids }) => `  ${engines[engine].title}: ${ids.join(', ')}`);
  throw new Failure(`No row of ${commits.map(shortCommit).join(', ')} for:\n${lines.join('\n')}`, {
    next: `measure them from a clean work tree, or name more commits by --from:\n${commandsFor(missing).join('\n')}`,
  });
}

interface Missing {
  readonly engine: EngineName;
  readonly ids: readonly string[];
}

/** The commands that measure what is missing: one, where both engines lack the same. */
function commandsFor(missing: readonly Missing[]): readonly string[] {
  const lists = [...new Set(missing.map(({ ids }) => ids.join(',')))];
  const isSame = lists.length === 1 && missing.length === engineNames.length;
  const options = isSame
    ? [`--only ${lists[0]}`]
    : missing.map(({ engine, ids }) => `--engine ${engine} --only ${ids.join(',')}`);
  return options.map(option => `  npm run test:matrix -- --no-preamble ${option}`);
}

function idsWithout(cases: readonly TableCase[], rows: readonly Row[], engine: EngineName): readonly string[] {
  return cases.map(({ id }) => id).filter(id => !rows.some(row => row.id === id && row.engine === engine));
}

/** Whether a row is of the case as it is now: an older commit may have expected another verdict, or had another budget. */
const isOf = ({ id, expected, budgetMs }: TableCase, row: Row): boolean =>
  row.id === id &&
  row.verdict === expected &&
  row.budgetSeconds === (budgetMs === undefined ? undefined : toSeconds(budgetMs));

const isDirty = (commit: string) => commit.includes('-dirty-');
const shortCommit = (commit: string) => commit.slice(0, 7);
