import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';

const repository = join(import.meta.dirname, '..', '..');

/** What is measured: the files that the image holds, and the flags with which it runs them. */
export interface App {
  readonly folder: string;
  /** node and its flags, as the image starts it. */
  readonly node: readonly string[];
}

/** Builds the app as the Dockerfile does, and the benchmark's own servers beside it. */
export async function buildApp(folder: string): Promise<App> {
  const app = join(folder, 'app');
  const run = $({ cwd: repository, quiet: true });
  await run`${process.execPath} vad-service/build.ts --out ${app}`;
  await run`${process.execPath} vad-service/bench/build.ts ${app}`;
  const node = join(folder, 'node');
  await cp(process.execPath, node);
  await forgetPages(folder);
  return { folder: app, node: [node, ...nodeFlags()] };
}

/** The flags in the Dockerfile's ENTRYPOINT. */
function nodeFlags(): string[] {
  const file = join(repository, 'vad-service/Dockerfile');
  const entrypoint = /^ENTRYPOINT (\[.*\])$/m.exec(readFileSync(file, 'utf8'))?.[1];
  const [node, ...rest] = JSON.parse(entrypoint ?? '[]') as string[];
  if (node !== 'node') throw new Failure(`${file} has no line ENTRYPOINT ["node", …].`);
  return rest.filter(argument => argument.startsWith('-'));
}

/** Drops the files from the page cache, so that the server is charged for them, as a pod's first start on a node is. */
async function forgetPages(folder: string): Promise<void> {
  const run = $({ quiet: true });
  await run`find ${folder} -type f -exec sync {} +`; // only what is on disk can be dropped
  await run`find ${folder} -type f -exec dd if={} iflag=nocache count=0 status=none ${';'}`;
}
