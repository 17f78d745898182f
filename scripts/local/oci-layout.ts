import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listAt, numberAt, textAt } from '../../actions/toolkit/json.ts';

/** Bytes of the layers of the first image in an OCI layout, as a registry holds them. */
export function layerBytes(layout: string): number {
  const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(layout, ...path), 'utf8'));
  let found = read('index.json');
  while (listAt(found, 'manifests').length > 0) {
    found = read('blobs', ...textAt(found, 'manifests', 0, 'digest').split(':'));
  }
  return listAt(found, 'layers').reduce<number>((sum, layer) => sum + numberAt(layer, 'size'), 0);
}
