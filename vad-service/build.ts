/** Makes the folder that the image holds: node vad-service/build.ts --out DIR [--arch amd64|arm64] */
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { loadModel, MODEL_FILE } from './src/model.ts';

/** Node's name of an architecture, by Docker's or its own. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x64', x64: 'x64', arm64: 'arm64' };
/** What onnxruntime-node loads by path at run time; it stays outside the bundle, laid out as npm does. */
const ONNXRUNTIME = 'onnxruntime-node';
const ONNXRUNTIME_COMMON = 'onnxruntime-common';

const { resolve } = createRequire(import.meta.url);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, arch: { type: 'string', default: process.arch } },
  });
  const arch = ARCHITECTURES[values.arch];
  if (!values.out || !arch) throw new Error('usage: node vad-service/build.ts --out DIR [--arch amd64|arm64]');
  await loadModel(); // checks it
  await bundle(['src/main.ts', 'src/model-worker.ts'], values.out);
  await copyOnnxruntime(join(values.out, 'node_modules'), arch);
  await cp(resolve(MODEL_FILE), join(values.out, 'node_modules', MODEL_FILE));
}

/** Bundles each entry (a path in this folder) to a .mjs file in `outdir`, as the image holds them. */
export async function bundle(entries: readonly string[], outdir: string): Promise<void> {
  await build({
    entryPoints: entries.map(entry => join(import.meta.dirname, entry)),
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    external: [ONNXRUNTIME],
    logLevel: 'warning',
    // grpc-js is CommonJS and requires node's modules.
    banner: { js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);" },
  });
}

async function copyOnnxruntime(modules: string, arch: string): Promise<void> {
  const node = dirname(dirname(resolve(ONNXRUNTIME)));
  const common = join(dirname(createRequire(resolve(ONNXRUNTIME)).resolve(ONNXRUNTIME_COMMON)), '../..');
  const binaries = join('bin/napi-v6/linux', arch);
  const native = ['libonnxruntime.so.1', 'onnxruntime_binding.node'].map(file => join(binaries, file));
  await copyParts(node, join(modules, ONNXRUNTIME), ['package.json', 'dist', ...native]);
  await copyParts(common, join(modules, ONNXRUNTIME_COMMON), ['package.json', 'dist/cjs']);
}

/** Copies files and folders of a package, without types and maps. */
async function copyParts(from: string, to: string, parts: readonly string[]): Promise<void> {
  const filter = (path: string) => !/\.(d\.ts|map)$/.test(path);
  for (const part of parts) await cp(join(from, part), join(to, part), { recursive: true, filter });
}

if (import.meta.main) {
  await main().catch(error => {
    if (!error.errors) throw error;
    process.exitCode = 1; // esbuild has told its errors already
  });
}
