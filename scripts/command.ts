import { spawnSync } from 'node:child_process';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { describeFailure } from './failure.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T & { help: { type: 'boolean' } }; allowPositionals: true }>
>;

/**
 * Runs a command of ours: parses its arguments, answers --help, and turns what is thrown into a message and exit code 1.
 * Unknown options and too many arguments end with exit code 2 and the help.
 */
export async function runCommand<const T extends Options>(
  spec: { help: string; options: T; positionals: number },
  main: (parsed: Parsed<T>) => Promise<void>,
): Promise<void> {
  let parsed: Parsed<T>;
  try {
    const options = { ...spec.options, help: { type: 'boolean' } } as const;
    parsed = parseArgs({ options, allowPositionals: true }) as Parsed<T>;
    if (parsed.positionals.length > spec.positionals) throw new Error(`Unexpected: ${parsed.positionals.join(' ')}`);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    console.error(`${what.split('. ', 1)[0]?.replace(/\.$/, '')}.\n\n${spec.help}`); // Node's second sentence misleads under npm
    process.exit(2);
  }
  if ((parsed.values as { help?: boolean }).help) {
    console.log(spec.help);
    return;
  }
  // Of a git hook that runs us: they would turn our git commands to that repository.
  for (const name of gitVariables()) delete process.env[name];
  try {
    await main(parsed);
  } catch (error) {
    console.error(`\n✘ ${describeFailure(error)}`);
    process.exitCode = 1;
  }
}

function gitVariables(): string[] {
  return spawnSync('git', ['rev-parse', '--local-env-vars'], { encoding: 'utf8' }).stdout?.trim().split('\n') ?? [];
}
