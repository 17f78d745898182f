import { seconds } from '../progress.ts';

/** One thing that the project has to fulfil. */
export interface Check {
  readonly name: string;
  /** What is checked, for --help. */
  readonly about: string;
  /** The faults found; none if all is well. A throw is a fault as well. */
  readonly faults: () => Promise<readonly string[]>;
}

export interface Finding {
  readonly check: string;
  readonly faults: readonly string[];
}

/** Runs every check in its order, whatever the ones before have found, and tells each in a line. Gives those with faults. */
export async function runChecks(checks: readonly Check[], write: (line: string) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, faults } of checks) {
    const start = Date.now();
    const found = await faults().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
    const taken = seconds((Date.now() - start) / 1000);
    write(`${found.length === 0 ? '✔' : '✘'} ${name} (${taken})`);
    if (found.length > 0) findings.push({ check: name, faults: found });
  }
  return findings;
}

/** All findings, as a person reads them. */
export function describeFindings(findings: readonly Finding[]): string {
  return findings.map(({ check, faults }) => `── ${check}\n${faults.join('\n')}`).join('\n\n');
}
