import { type Document, isMap, isSeq, Scalar, type YAMLMap } from 'yaml';
import { hpaName, scaleAnnotation } from './manifest-names.ts';
import { append, invalid, items, parse, parsePatch, remove, textOf } from './release-document.ts';
import { formatPinned, type Pinned, readTemporary, type Temporary } from './scale-expiry.ts';

/** What a release file says of the autoscaler. */
export interface ReleaseBounds {
  readonly pinned: Pinned;
  /** Where the bounds end by themselves. */
  readonly temporary: Temporary | undefined;
}

const target = { kind: 'HorizontalPodAutoscaler', name: hpaName };
const paths = { min: ['spec', 'minReplicas'], max: ['spec', 'maxReplicas'] } as const;

/** The bounds that a release file pins; nothing pinned leaves them to the overlay. Throws `release-file-invalid`. */
export function readBounds(text: string): ReleaseBounds {
  const document = parse(text);
  const merge = find(document, 'merge')?.inner;
  const operations = find(document, 'operations')?.inner;
  const values = {
    min: merge?.getIn(paths.min),
    max: merge?.getIn(paths.max),
    cpuTarget: operations?.getIn([1, 'value']),
  };
  const pinned: { -readonly [name in keyof Pinned]: Pinned[name] } = {};
  for (const name of ['min', 'max', 'cpuTarget'] as const) {
    const value = values[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
      throw invalid(`the autoscaler's ${name} is no whole number`);
    pinned[name] = value;
  }
  const annotation = (name: string) => merge?.getIn(['metadata', 'annotations', `${scaleAnnotation}${name}`]);
  return { pinned, temporary: readTemporary(annotation) };
}

/**
 * The release file with these bounds, and nothing else of the autoscaler; comments, order and all else stay.
 * @param metric the place of CPU utilization among the overlay's metrics; read only where a CPU target is pinned
 */
export function editBounds(text: string, { pinned, temporary }: ReleaseBounds, metric: number | undefined): string {
  const document = parse(text);
  const isMerge = pinned.min !== undefined || pinned.max !== undefined || temporary !== undefined;
  editMerge(document, isMerge ? { pinned, temporary } : undefined);
  editOperations(document, pinned.cpuTarget, metric);
  return document.toString({ lineWidth: 0 });
}

/** The release file with the autoscaler left to the overlay; comments, order and all else stay. */
export function clearBounds(text: string): string {
  return editBounds(text, { pinned: {}, temporary: undefined }, undefined);
}

function editMerge(document: Document, wanted: ReleaseBounds | undefined): void {
  const found = find(document, 'merge');
  if (!wanted) {
    if (found) remove(document, 'patches', found.patch);
    return;
  }
  const head = `apiVersion: autoscaling/v2\nkind: ${target.kind}\nmetadata:\n  name: ${hpaName}\n`;
  const patch = found?.patch ?? append(document, 'patches', { target, patch: head });
  const inner = found?.inner ?? parsePatch(patch);
  for (const name of ['min', 'max'] as const) put(inner, paths[name], wanted.pinned[name]);
  const { temporary } = wanted;
  const notes = temporary
    ? { ...temporary, set: formatPinned(temporary.set), back: formatPinned(temporary.back) }
    : { until: undefined, set: undefined, back: undefined, reason: undefined };
  for (const name of ['until', 'set', 'back', 'reason'] as const)
    put(inner, ['metadata', 'annotations', `${scaleAnnotation}${name}`], notes[name]);
  patch.set('patch', inner.toString({ lineWidth: 0 }));
}

// The metrics are a list without keys: a merge would replace all of them. `test` breaks the render, not the wrong metric.
function editOperations(document: Document, cpuTarget: number | undefined, metric: number | undefined): void {
  const found = find(document, 'operations');
  if (cpuTarget === undefined) {
    if (found) remove(document, 'patches', found.patch);
    return;
  }
  if (metric === undefined) throw invalid('it sets a CPU target, and the overlay has no such metric');
  const resource = `/spec/metrics/${metric}/resource`;
  const text = `- op: test\n  path: /\n  value: cpu\n- op: replace\n  path: /\n  value: 0\n`;
  const patch = found?.patch ?? append(document, 'patches', { target, patch: text });
  const inner = found?.inner ?? parsePatch(patch);
  inner.setIn([0, 'path'], `${resource}/name`);
  inner.setIn([1, 'path'], `${resource}/target/averageUtilization`);
  inner.setIn([1, 'value'], cpuTarget);
  patch.set('patch', inner.toString({ lineWidth: 0 }));
}

// Sets a value, or takes it away with a parent that it leaves empty.
function put(inner: Document, path: readonly string[], value: number | string | undefined): void {
  if (value !== undefined) return void inner.setIn(path, typeof value === 'string' ? quoted(value) : value);
  if (!inner.hasIn(path)) return;
  inner.deleteIn(path);
  const parent = path.slice(0, -1);
  const left = inner.getIn(parent);
  if (isMap(left) && left.items.length === 0) inner.deleteIn(parent);
}

// kustomize and the engines read YAML 1.1, where a bare `yes`, date or 12:30 is no text.
function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_SINGLE;
  return scalar;
}

// Ours are the patches on exactly our autoscaler: one that merges, one of operations.
function find(document: Document, kind: 'merge' | 'operations'): { patch: YAMLMap; inner: Document } | undefined {
  const isOurs = (patch: YAMLMap) =>
    patch.getIn(['target', 'kind']) === target.kind && patch.getIn(['target', 'name']) === hpaName;
  return items(document, 'patches')
    .filter(patch => isOurs(patch) && textOf(patch, 'patch') !== '')
    .map(patch => ({ patch, inner: parsePatch(patch) }))
    .find(({ inner }) => isSeq(inner.contents) === (kind === 'operations'));
}
