import { join } from 'node:path';
import { generate, generatedPaths } from '../gen.ts';
import { silentProgress } from '../progress.ts';
import { commandFaults } from './command-faults.ts';
import { generatedFaults } from './generated.ts';
import { manifestFaults } from './manifests.ts';
import type { Check } from './run-checks.ts';

const root = join(import.meta.dirname, '../..');

/** In the order in which they run. actionlint and kubeconform have to be on PATH. */
export const checks: readonly Check[] = [
  { name: 'types', about: 'TypeScript, strict', faults: () => commandFaults(root, ['tsc', '-p', '.']) },
  { name: 'lint', about: 'Biome: format and lint', faults: () => commandFaults(root, ['biome', 'check', '.']) },
  {
    name: 'rules',
    about: 'our own rules, as tests: the direction of imports, what workflow files may do',
    faults: () => commandFaults(root, ['vitest', 'run', '--project', 'unit', '--reporter', 'dot', 'scripts/check/']),
  },
  {
    name: 'generated',
    about: 'generated files are what `npm run gen` writes',
    faults: () => generatedFaults(root, generatedPaths, () => generate(silentProgress)),
  },
  {
    name: 'workflows',
    about: 'actionlint; without shellcheck, so that every machine finds the same',
    faults: () => commandFaults(root, ['actionlint', '-shellcheck=', '-pyflakes=']),
  },
  {
    name: 'manifests',
    about: 'every overlay and cluster renders and fits the strict schemas of the pinned API server and engines',
    faults: () => manifestFaults(root),
  },
];
