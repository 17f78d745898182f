import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Import {
  /** A file by its path from the root; a package or `node:` module by its name. */
  readonly to: string;
  /** Erased when it runs. */
  readonly typeOnly: boolean;
}

/** Source file → what it imports. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

/** The imports of all source files, without tests, bundles and generated code. */
export function importGraph(): ImportGraph {
  const exclude = ['**/node_modules/**', '**/*.test.ts', '**/test/**', 'actions/dist/**'];
  const files = globSync('{actions,vad-service,scripts}/**/*.{ts,mjs}', { cwd: root, exclude }).toSorted();
  return new Map(files.map(file => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]));
}

const statement = /^(?:import|export)\s(type\s)?(?:[^;'"]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** What a source text imports, statically or not. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, type, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? '';
    const to = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
    return { to, typeOnly: type !== undefined };
  });
}

/** Everything that runs when a file is imported: what it imports, and what that imports, to the end. */
export function reachableFrom(file: string, graph: ImportGraph): Set<string> {
  const reached = new Set<string>();
  const queue = [file];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { to, typeOnly } of graph.get(next) ?? []) {
      if (typeOnly || reached.has(to)) continue;
      reached.add(to);
      queue.push(to);
    }
  }
  return reached;
}
