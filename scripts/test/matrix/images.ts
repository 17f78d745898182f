import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { textAt } from '../../../actions/toolkit/json.ts';
import type { Release } from '../../../actions/toolkit/release-file.ts';
import { buildxEnvironment } from '../../local/buildkit.ts';

/** What is wrong with an image that is made from a good one. */
export type Fault = 'exits-at-boot' | 'exits-later' | 'eats-memory' | 'hears-nothing' | 'never-serves';

/** Builds and pushes another image from a good one, which differs by a fault, or by its name alone. */
export async function deriveImage(good: Release, name: string, fault?: Fault): Promise<Release> {
  const folder = await mkdtemp(join(tmpdir(), 'vad-gitops-image-'));
  try {
    await writeFile(join(folder, 'Dockerfile'), await dockerfile(good, name, folder, fault));
    const metadata = join(folder, 'metadata.json');
    const output = `type=image,name=${good.repository}:matrix-${name},push=true`;
    const run = $({ quiet: true, env: { ...process.env, ...buildxEnvironment } });
    await run`buildx build --provenance=false --output ${output} --metadata-file ${metadata} ${folder}`;
    const digest = textAt(JSON.parse(await readFile(metadata, 'utf8')), 'containerimage.digest');
    return { ...good, tag: `matrix-${name}`, digest };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function dockerfile(good: Release, name: string, folder: string, fault?: Fault): Promise<string> {
  const from = [`FROM ${good.repository}@${good.digest}`, `LABEL variant=${name}`];
  if (fault === undefined) return from.join('\n');
  // A pipe that nobody writes: the service listens, loads its model for ever, and says NOT_SERVING meanwhile.
  if (fault === 'never-serves')
    return [...from, 'USER 0', 'RUN mkfifo -m 666 /model', 'USER 65532', 'ENV VAD_MODEL_PATH=/model'].join('\n');
  await copyFile(join(import.meta.dirname, 'faults', `${fault}.mjs`), join(folder, 'fault.mjs'));
  return [...from, 'COPY --chmod=644 fault.mjs /app/fault.mjs', 'ENV NODE_OPTIONS=--import=/app/fault.mjs'].join('\n');
}
