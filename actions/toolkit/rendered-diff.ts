import { isRecord, textAt } from './json.ts';

/** One value that differs between two renders. */
export interface Difference {
  /** `Kind/namespace/name` of the manifest. */
  readonly object: string;
  /** Keys and indexes down to the value; empty where the whole manifest came or went. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Every leaf that differs between two renders of one overlay. */
export function diffManifests(before: readonly unknown[], after: readonly unknown[]): readonly Difference[] {
  const [old, fresh] = [index(before), index(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap(object =>
    old.has(object) && fresh.has(object)
      ? diffLeaves(object, leaves(old.get(object)), leaves(fresh.get(object)))
      : [{ object, path: [], before: old.get(object), after: fresh.get(object) }],
  );
}

/** A difference as a person reads it. */
export function describeDifference({ object, path, before, after }: Difference): string {
  if (path.length === 0) return `${object} ${before === undefined ? 'appears' : 'disappears'}`;
  return `${object} ${path.join('.')}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

function index(manifests: readonly unknown[]): Map<string, unknown> {
  const objects = new Map<string, unknown>();
  for (const manifest of manifests) {
    const words = [
      textAt(manifest, 'kind'),
      textAt(manifest, 'metadata', 'namespace'),
      textAt(manifest, 'metadata', 'name'),
    ];
    objects.set(words.join('/'), manifest);
  }
  return objects;
}

type Leaves = ReadonlyMap<string, { readonly path: readonly string[]; readonly value: unknown }>;

function leaves(value: unknown, path: readonly string[] = []): Leaves {
  const children = Array.isArray(value) ? Object.entries(value) : isRecord(value) ? Object.entries(value) : [];
  // An empty list or mapping is a value of its own.
  if (children.length === 0) return new Map([[JSON.stringify(path), { path, value }]]);
  return new Map(children.flatMap(([key, child]) => [...leaves(child, [...path, key])]));
}

function diffLeaves(object: string, before: Leaves, after: Leaves): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(key => JSON.stringify(before.get(key)?.value) !== JSON.stringify(after.get(key)?.value))
    .map(key => ({
      object,
      path: (after.get(key) ?? before.get(key))?.path ?? [],
      before: before.get(key)?.value,
      after: after.get(key)?.value,
    }));
}
