import { type Finding, findingKinds } from '../toolkit/drift/observed.ts';
import { isRecord, listAt, textAt } from '../toolkit/json.ts';

// From best to worst.
const states = ['clean', 'rolling-out', 'drift'] as const;

export type State = (typeof states)[number];

/** The state of all together: the worst. */
export function worstOf(found: readonly State[]): State {
  return states.findLast(state => found.includes(state)) ?? 'clean';
}

/** What one environment comes to, in words; it goes from the job that looks to the one that tells. */
export interface Look {
  readonly environment: string;
  readonly state: State;
  readonly cells: Readonly<Record<Column, string>>;
  readonly findings: readonly Finding[];
  /** When the hold expired that has kept a newer source back; '' where there is none. */
  readonly overdue: string;
}

export const columns = ['git', 'engine', 'live', 'pods', 'hpa', 'hold'] as const;

export type Column = (typeof columns)[number];

/** The looks of a `report-json`; undefined where it is none. */
export function parseLooks(text: string): readonly Look[] | undefined {
  const value = parseJson(text);
  const looks = listAt(value, 'looks').map(readLook);
  const isWhole = looks.length > 0 && looks.every(look => look !== undefined);
  return isWhole ? looks.filter(look => look !== undefined) : undefined;
}

function readLook(value: unknown): Look | undefined {
  const state = states.find(one => one === textAt(value, 'state'));
  const environment = textAt(value, 'environment');
  const findings = listAt(value, 'findings').map(readFinding);
  if (!state || environment === '' || findings.includes(undefined)) return undefined;
  const cells = Object.fromEntries(columns.map(name => [name, textAt(value, 'cells', name)])) as Look['cells'];
  const known = findings.filter(one => one !== undefined);
  return { environment, state, cells, findings: known, overdue: textAt(value, 'overdue') };
}

function readFinding(value: unknown): Finding | undefined {
  const kind = findingKinds.find(one => one === textAt(value, 'kind'));
  if (!kind || !isRecord(value)) return undefined;
  return { kind, what: textAt(value, 'what'), said: textAt(value, 'said'), next: textAt(value, 'next') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
