import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const outdir = join(here, 'dist');

/** Bundles every action into actions/dist: an entry each, shared chunks. The same source gives the same bytes. */
export async function bundle(): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: join(here, '..'),
    entryPoints: Object.fromEntries((await actionNames()).map(name => [name, join(here, name, 'main.ts')])),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    chunkNames: 'shared-[hash]',
    // @actions/attest's fetch would use it if it were there, for charsets that nobody sends.
    external: ['encoding'],
    legalComments: 'none',
    // CommonJS packages inside (undici, grpc-js) call require for node's own modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
}

/** The folders that hold an action. */
export async function actionNames(): Promise<string[]> {
  const files = await readdir(here, { recursive: true });
  return files
    .filter(file => /^[^/]+\/action\.yml$/.test(file))
    .map(file => file.replace('/action.yml', ''))
    .toSorted();
}

if (import.meta.main) await bundle();
