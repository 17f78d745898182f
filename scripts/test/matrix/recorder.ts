import { afterAll, afterEach, beforeAll } from 'vitest';
import type { EngineName } from '../../local/engines.ts';
import { type Measurement, type Row, toSeconds, withoutRow, withRow } from '../../matrix/row.ts';
import { readRows, rowFile, writeRows } from '../../matrix/row-file.ts';
import { matrixVariables } from '../../matrix/run-options.ts';

/** Keeps what the cases of one engine measure, each as soon as it has passed. */
export class Recorder {
  /** Of this process. */
  readonly rows: Row[] = [];
  readonly #engine: EngineName;
  readonly #commit: string;
  readonly #file: string | undefined;

  /** Without a folder in the environment, where vitest is run by itself, no file is written. */
  constructor(engine: EngineName, env = process.env) {
    this.#engine = engine;
    this.#commit = env[matrixVariables.commit] ?? 'unknown';
    const folder = env[matrixVariables.folder];
    this.#file = folder ? rowFile(folder, this.#commit, engine) : undefined;
  }

  /** Drops a case's earlier row when it starts: a case that fails, or is cut off, leaves none. */
  start(id: string): void {
    if (this.#file) writeRows(this.#file, withoutRow(readRows(this.#file), { id, engine: this.#engine }));
  }

  /** Keeps the row of a case that has passed. */
  pass(id: string, measurement: Measurement): Row {
    const [engine, commit] = [this.#engine, this.#commit];
    const row: Row = { id, engine, commit, measuredAt: new Date().toISOString(), ...measurement };
    this.rows.push(row);
    if (this.#file) writeRows(this.#file, withRow(readRows(this.#file), row));
    return row;
  }
}

/** Records the tests of the surrounding `describe` as one case, which passes if each of them does. */
export function recordGroup(recorder: Recorder, id: string): void {
  const states: (string | undefined)[] = [];
  let began = 0;
  beforeAll(() => {
    recorder.start(id);
    began = Date.now();
  });
  afterEach(({ task }) => {
    states.push(task.result?.state);
  });
  afterAll(() => {
    if (states.length === 0 || states.some(state => state !== 'pass')) return;
    recorder.pass(id, { verdict: 'passed', wholeSeconds: toSeconds(Date.now() - began) });
  });
}
