import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { knownCause } from '../known-cause.ts';
import { moduleDirectory, type SourceModule } from './tools.ts';

/** The folder with the source of a Go module that one of our tool modules pins; downloaded and checked if missing. */
export async function moduleSource(tool: SourceModule, goModule: string): Promise<string> {
  const run = $({ cwd: moduleDirectory(tool), quiet: true, nothrow: true });
  const { stdout, stderr } = await run`go mod download -json ${goModule}`;
  const { Dir, Error: said = stderr } = asAnswer(stdout);
  if (Dir) return Dir;
  throw new Failure(`The Go module ${goModule} could not be downloaded.`, {
    cause: new Error(said.trim()),
    next: knownCause(said) ?? '`go env GOPROXY` names where it was looked for.',
  });
}

function asAnswer(text: string): { Dir?: string; Error?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // nothing on stdout: go could not begin, and says why on stderr
  }
}
