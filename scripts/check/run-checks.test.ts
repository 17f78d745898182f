import { expect, test } from 'vitest';
import { type Check, describeFindings, runChecks } from './run-checks.ts';

const check = (name: string, faults: Check['faults']): Check => ({ name, about: '', faults });

test('every check runs and gets a line, whatever the ones before have found', async () => {
  const lines: string[] = [];
  const findings = await runChecks(
    [
      check('types', async () => []),
      check('lint', async () => ['a.ts: no', 'b.ts: no']),
      check('manifests', () => Promise.reject(new Error('kustomize: not found'))),
      check('workflows', async () => []),
    ],
    line => lines.push(line),
  );
  expect(lines).toEqual(['✔ types (0 s)', '✘ lint (0 s)', '✘ manifests (0 s)', '✔ workflows (0 s)']);
  expect(describeFindings(findings)).toMatchInlineSnapshot(`
    "── lint
    a.ts: no
    b.ts: no

    ── manifests
    kustomize: not found"
  `);
});
