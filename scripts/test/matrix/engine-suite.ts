import { describe } from 'vitest';
import type { EngineName } from '../../local/engines.ts';
import { matrixVariables } from '../../matrix/run-options.ts';
import { selectParts } from '../../matrix/selection.ts';
import { story } from '../cluster/story.ts';
import { type GroupId, groups, parts, tableCases } from './catalogue.ts';
import { deployFaults } from './deploy-faults.ts';
import { drift } from './drift.ts';
import { matrix } from './matrix.ts';
import { operations } from './operations.ts';
import { Recorder, recordGroup } from './recorder.ts';

const tests: Readonly<Record<GroupId, (engine: EngineName) => void>> = {
  drift,
  operations,
  'deploy-faults': deployFaults,
  'team-day': story,
};

/**
 * Every part of the matrix that is selected and runs on an engine. One file per engine runs this: a fault stops the engine for a
 * while, and nothing else may need it then.
 */
export function engineSuite(engine: EngineName): void {
  const selected = selectParts(parts, process.env[matrixVariables.only], [engine]).map(({ id }) => id);
  const recorder = new Recorder(engine);
  for (const { id, title } of groups) {
    if (!selected.includes(id)) continue;
    describe(title, () => {
      recordGroup(recorder, id);
      tests[id](engine);
    });
  }
  // vitest refuses a describe without a test.
  if (tableCases.some(({ id }) => selected.includes(id)))
    describe('faults of a rollout', () => matrix(engine, selected, recorder));
}
