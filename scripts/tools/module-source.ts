import { $ } from 'zx';
import { moduleDirectory, type SourceModule } from './tools.ts';

/** The folder with the source of a Go module that one of our tool modules pins; downloaded and checked if missing. */
export async function moduleSource(tool: SourceModule, goModule: string): Promise<string> {
  const run = $({ cwd: moduleDirectory(tool), quiet: true });
  const { stdout } = await run`go mod download -json ${goModule}`;
  const { Dir } = JSON.parse(stdout) as { Dir?: string };
  if (!Dir) throw new Error(`go mod download gave no folder for ${goModule}`);
  return Dir;
}
