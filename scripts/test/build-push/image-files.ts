import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { temporaryFolder } from '../../../actions/test/harness.ts';
import { listAt, textAt } from '../../../actions/toolkit/json.ts';
import { getManifest } from './registry-client.ts';

/** The files that an image has beyond its base's layers: path → content. */
export async function imageFiles(host: string, repository: string, digest: string, baseLayers: number) {
  const { json } = await getManifest(host, repository, digest);
  const folder = temporaryFolder();
  for (const layer of listAt(json, 'layers').slice(baseLayers)) {
    const answer = await fetch(`http://${host}/v2/${repository}/blobs/${textAt(layer, 'digest')}`);
    const tar = join(temporaryFolder(), 'layer.tar.gz');
    writeFileSync(tar, Buffer.from(await answer.arrayBuffer()));
    execFileSync('tar', ['--extract', '--gzip', '--file', tar, '--directory', folder]);
  }
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = entries.map(entry => join(entry.parentPath, entry.name)).toSorted();
  return new Map(paths.map(path => [relative(folder, path), readFileSync(path)]));
}

/** The machine that an ELF file is for, by the number in its header; undefined for any other file. */
export function elfMachine(file: Buffer): 'amd64' | 'arm64' | 'another' | undefined {
  if (file.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  const machine = file.readUInt16LE(18);
  return machine === 62 ? 'amd64' : machine === 183 ? 'arm64' : 'another';
}
