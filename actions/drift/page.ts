import type { Finding } from '../toolkit/drift/observed.ts';
import { quoted } from '../toolkit/drift/words.ts';
import { oneLine } from '../toolkit/one-line.ts';
import { paragraphs, table } from '../toolkit/report.ts';
import type { Look, State } from './look.ts';

/** What is told of all environments together. */
export interface Told {
  readonly state: State;
  readonly looks: readonly Look[];
  /** Of no environment. */
  readonly findings: readonly Finding[];
  /** What was done or left undone, and why. */
  readonly notes: readonly string[];
}

const maxRows = 100;
const marks: Record<State, string> = { clean: '✅ in step', 'rolling-out': '⏳ rolling out', drift: '❌ drift' };
const titles: Record<State, string> = {
  clean: '### ✅ Every environment is as Git says',
  'rolling-out': '### ⏳ On the way to what Git has just been told',
  drift: '### ❌ Drift: not as Git says',
};

/** The table, what is off and what to do about it; also the issue's text, so without times that change at every look. */
export function renderPage({ state, looks, findings, notes }: Told): string {
  const head = ['environment', 'state', 'Git', 'engine', 'live', 'pods', 'HPA', 'hold'];
  const rows = looks.map(({ environment, state, cells: { git, engine, live, pods, hpa, hold } }) => [
    quoted(environment),
    marks[state],
    ...[git, engine, live, pods, hpa, hold].map(quoted),
  ]);
  const all = [
    ...looks.flatMap(look => look.findings.map(one => bullet(look.environment, one))),
    ...findings.map(one => bullet('previews', one)),
  ];
  const more = all.length > maxRows ? [`- … and ${all.length - maxRows} more`] : [];
  const list = [...all.slice(0, maxRows), ...more].join('\n');
  return paragraphs(titles[state], table(head, rows), list, notes.map(note => `> ${note}`).join('\n>\n'));
}

/** The same for a terminal: a line for each environment, and one for each thing that is off. */
export function renderLines({ looks, findings, notes }: Told): string[] {
  return [
    ...looks.flatMap(({ environment, state, cells, findings }) => [
      `${environment}: ${marks[state]}: Git ${cells.git}, live ${cells.live}, pods ${cells.pods}, HPA ${cells.hpa}`,
      `${environment}: engine ${oneLine(cells.engine, 300)}; hold ${oneLine(cells.hold, 300)}`,
      ...findings.map(one => line(environment, one)),
    ]),
    ...findings.map(one => line('previews', one)),
    ...notes,
  ];
}

function bullet(about: string, { kind, what, said, next }: Finding): string {
  const words = said === '' ? '' : `: ${quoted(said)}`;
  return `- **${about}** (${kind}): ${oneLine(what, 300)}${words}. ${next}`;
}

function line(about: string, { kind, what, said }: Finding): string {
  return `${about}: ${kind}: ${oneLine(said === '' ? what : `${what}: ${said}`, 300)}`;
}
