import { checks } from './check/checks.ts';
import { describeFindings, runChecks } from './check/run-checks.ts';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { terminalProgress } from './progress.ts';
import { ensureTools } from './tools/build.ts';
import { checkTools } from './tools/tools.ts';

const help = `npm run check [-- NAME...]

Runs every check, or those that are named, and tells all faults at the end.

${checks.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}`;

/** @throws Failure naming every fault, and for a name that no check has */
export async function check(names: readonly string[]): Promise<void> {
  const unknown = names.filter(name => !checks.some(known => known.name === name));
  if (unknown.length > 0) throw new Failure(`No such check: ${unknown.join(', ')}`, { next: '--help lists them.' });
  await ensureTools(checkTools, terminalProgress());
  const wanted = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  const findings = await runChecks(wanted, line => console.error(line));
  if (findings.length === 0) return;
  throw new Failure(`${findings.length} of ${wanted.length} checks failed:\n\n${describeFindings(findings)}`);
}

if (import.meta.main) {
  await runCommand({ help, options: {}, positionals: checks.length }, ({ positionals }) => check(positionals));
}
