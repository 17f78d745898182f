import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, listAt, textAt } from '../../../actions/toolkit/json.ts';

/**
 * Copies an OCI layout that holds one image, and says of the same files that they are of linux/amd64 and linux/arm64. The base
 * image's stand-in is this machine's alone; where nothing of the base is run, as in our last stage, that is enough.
 */
export function asTwoPlatforms(layout: string, folder: string): void {
  cpSync(layout, folder, { recursive: true });
  const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
  const blob = (digest: string) => read('blobs', ...digest.split(':'));
  const manifest = blob(textAt(listAt(read('index.json'), 'manifests')[0], 'digest'));
  const config = blob(textAt(manifest, 'config', 'digest'));
  if (!isRecord(manifest) || !isRecord(config)) throw new Error(`${layout} is not the layout of one image`);
  const manifests = ['amd64', 'arm64'].map(architecture => {
    const own = { ...Object(manifest.config), ...write(folder, { ...config, architecture }) };
    const platform = { os: 'linux', architecture };
    return { mediaType: manifestType, ...write(folder, { ...manifest, config: own }), platform };
  });
  const index = { schemaVersion: 2, mediaType: indexType, manifests };
  const annotations = { 'org.opencontainers.image.ref.name': 'latest' };
  const top = { mediaType: indexType, ...write(folder, index), annotations };
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [top] }),
  );
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

function write(folder: string, content: object): { digest: string; size: number } {
  const text = JSON.stringify(content);
  const hex = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(folder, 'blobs', 'sha256', hex), text);
  return { digest: `sha256:${hex}`, size: Buffer.byteLength(text) };
}
