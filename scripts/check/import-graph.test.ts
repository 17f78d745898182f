import { expect, test } from 'vitest';
import { importGraph, importsOf, reachableFrom } from './import-graph.ts';

const graph = importGraph();
const edges = [...graph].flatMap(([from, imports]) => imports.map(({ to }) => ({ from, to })));

/** Edges that break a rule, as text, so that a failure names them. */
function offenders(breaks: (from: string, to: string) => boolean): string[] {
  return edges.filter(({ from, to }) => breaks(from, to)).map(({ from, to }) => `${from} → ${to}`);
}

const workspaceOf = (file: string) => /^(actions|vad-service|scripts)\//.exec(file)?.[1];
const actionOf = (file: string) => /^actions\/([^/]+)\/./.exec(file)?.[1];

test('imports are found in every form', () => {
  const text = [
    "import a from 'a';",
    "import { b,\n  c } from './b.ts';",
    "import type { T } from '../t.ts';",
    "export * from '#e';",
    "import 'f';",
    "await import('g');",
  ].join('\n');
  const imports = importsOf('x/y/z.ts', text);
  expect(imports.map(({ to }) => to)).toEqual(['a', 'x/y/b.ts', 'x/t.ts', '#e', 'f', 'g']);
  expect(imports.filter(({ typeOnly }) => typeOnly).map(({ to }) => to)).toEqual(['x/t.ts']);
  expect(edges.length).toBeGreaterThan(100);
});

test('actions and vad-service never import each other, and nothing imports scripts', () => {
  const crossing = offenders((from, to) => workspaceOf(to) !== undefined && workspaceOf(from) !== workspaceOf(to));
  expect(crossing.filter(edge => !/^scripts\/.* → actions\/toolkit\//.test(edge))).toEqual([]);
});

test('an action imports itself and the toolkit, and the toolkit no action', () => {
  const allowed = (from: string, to: string) => actionOf(to) === actionOf(from) || actionOf(to) === 'toolkit';
  expect(
    offenders((from, to) => actionOf(from) !== undefined && actionOf(to) !== undefined && !allowed(from, to)),
  ).toEqual([]);
});

test('the Git room knows nothing of releases, clusters or GitHub', () => {
  const below = /^actions\/toolkit\/(git\/[^/]+|errors|exec|input|one-line|poll|report)\.ts$/;
  const fromGit = (from: string, to: string) => /^actions\/toolkit\/git\//.test(from) && to.startsWith('actions/');
  expect(offenders((from, to) => fromGit(from, to) && !below.test(to))).toEqual([]);
});

test.each([
  ['@actions/exec', /^actions\/toolkit\/exec\.ts$/],
  ['@actions/core', /^actions\/(toolkit\/(run|input|report)|[^/]+\/main)\.ts$/],
  ['onnxruntime-node', /^vad-service\/src\/model\.ts$/],
  ['prom-client', /^vad-service\/src\/metrics\.ts$/],
  ['@grpc/grpc-js', /^(vad-service\/src\/grpc|actions|scripts)\//],
])('only its seam imports %s', (name, seam) => {
  expect(offenders((from, to) => to === name && !seam.test(from))).toEqual([]);
});

const io = /^(node:(fs|fs\/promises|child_process|net|http|https|http2|dns|worker_threads)|@actions\/.*|zx)$/;

test.each(
  [...graph.keys()].filter(file =>
    /^actions\/.*\/(judge|buildx-args|image|release-file|git\/classify-push|git\/transient)\.ts$/.test(file),
  ),
)('%s does no I/O', file => {
  expect([...reachableFrom(file, graph)].filter(name => io.test(name))).toEqual([]);
});

/** The service's files from above: each imports its own part and lower layers; the parts of a layer do not know each other. */
const layers = [
  [/^(main|shutdown|help|model-worker)\.ts$/],
  [
    /^grpc\//,
    /^(metrics-server|metrics|event-loop-delay|garbage-collection|process-readings)\.ts$/,
    /^model(-thread)?\.ts$/,
  ],
  [/^(session-store|overload)\.ts$/],
  [/^(session|seat|job|cycle-lock)\.ts$/],
  [/^(detector|frames|encoding|decisions|hysteresis|speech)\.ts$/, /^(batch|gathering)\.ts$/],
  [/^(inference|event|errors|config|listen-address|telemetry)\.ts$/],
];
const source = 'vad-service/src/';
const serviceFiles = [...graph.keys()].filter(file => file.startsWith(source));
const parts = layers.flatMap((patterns, layer) => patterns.map(pattern => ({ layer, pattern })));
const partsOf = (file: string) =>
  parts.filter(({ pattern }) => file.startsWith(source) && pattern.test(file.slice(source.length)));

test('each file of the service is in one part of its layers, and no part is empty', () => {
  expect(serviceFiles.filter(file => partsOf(file).length !== 1)).toEqual([]);
  const inhabited = new Set(serviceFiles.flatMap(partsOf));
  expect(parts.filter(part => !inhabited.has(part))).toEqual([]);
});

test('the service imports downwards', () => {
  const breaks = (from: string, to: string) => {
    const [importer] = partsOf(from);
    const [imported] = partsOf(to);
    return (
      importer !== undefined && imported !== undefined && importer !== imported && imported.layer <= importer.layer
    );
  };
  expect(offenders(breaks)).toEqual([]);
});
