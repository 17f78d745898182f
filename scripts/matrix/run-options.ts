import { Failure } from '../failure.ts';
import { type EngineName, engineNames } from '../local/engines.ts';
import { type Part, selectParts } from './selection.ts';

/** The matrix's options of scripts/test.ts. */
export interface MatrixOptions {
  readonly matrix?: boolean;
  readonly only?: string;
  readonly engine?: string;
  readonly 'no-preamble'?: boolean;
  readonly list?: boolean;
}

/** What one run of the matrix covers. */
export interface MatrixRun {
  readonly parts: readonly Part[];
  /** Those that some part runs on. */
  readonly engines: readonly EngineName[];
  /** Whether everything of `npm test` runs first. */
  readonly hasPreamble: boolean;
}

/** Returns what to run; undefined without --matrix. Throws a Failure where the options do not make a run. */
export function readMatrixRun(options: MatrixOptions, parts: readonly Part[]): MatrixRun | undefined {
  if (!options.matrix) {
    const given = (['only', 'engine', 'no-preamble', 'list'] as const).filter(name => options[name] !== undefined);
    if (given.length === 0) return undefined;
    throw new Failure(`${given.map(name => `--${name}`).join(', ')}: only for the matrix.`, {
      next: 'Run `npm run test:matrix -- …` instead of `npm test`.',
    });
  }
  const selected = selectParts(parts, options.only, chosenEngines(options.engine));
  return {
    parts: selected,
    engines: engineNames.filter(name => selected.some(({ engines }) => engines.includes(name))),
    hasPreamble: !options['no-preamble'],
  };
}

function chosenEngines(name: string | undefined): readonly EngineName[] {
  const chosen = engineNames.filter(engine => name === undefined || engine === name);
  if (chosen.length > 0) return chosen;
  throw new Failure(`Unknown: --engine ${name}.`, { next: `Choose from: ${engineNames.join(', ')}.` });
}

/** Environment variables by which the matrix's processes learn what to run and where to keep their rows. */
export const matrixVariables = {
  only: 'VAD_MATRIX_ONLY',
  folder: 'VAD_MATRIX_ROWS',
  commit: 'VAD_MATRIX_COMMIT',
} as const;
