import { stopDaemon } from '../../local/daemon.ts';
import { engines } from '../../local/engines.ts';
import { type Case, type Change, type Images, overlayFile, pinned, waitsFor } from './cases.ts';
import { patchEngine, pausing } from './engine-object.ts';
import type { Ground } from './ground.ts';

/** What goes wrong between Git and the cluster, or looks as if it did. */
export const engineCases: readonly Case[] = [
  {
    id: 'broken-kustomization',
    title: 'broken kustomization',
    expected: 'render-failed',
    change: async ground => {
      const broken = (text: string) => `${text}\npatches:\n  - path: not-there.yaml\n`;
      return { revision: await ground.push({ [overlayFile]: broken }), digest: ground.good.digest };
    },
  },
  {
    id: 'wrong-path',
    title: "wrong path in the engine's object",
    expected: 'manifest-error',
    isOfEngine: true,
    evidence: ({ engine }) =>
      engine.some(line => /ComparisonError|Ready False (ArtifactFailed|BuildFailed)/.test(line)),
    arrange: ground => patched(ground, path('kustomize/overlays/nowhere'), path('kustomize/overlays/staging')),
    change: pinned('good-4'),
  },
  {
    id: 'engine-paused',
    title: 'engine paused',
    expected: 'engine-paused',
    arrange: ground => patched(ground, pausing(true), pausing(false)),
    change: pinned('good-4'),
  },
  {
    id: 'engine-down',
    title: 'engine down',
    expected: 'engine-down',
    // The fault is there at the push; how long an engine may take to look is the budget.
    budgetMs: 60_000,
    arrange: async ({ engine, cluster }) => {
      const [first = ''] = engines[engine].daemons;
      await stopDaemon(first);
      return () => engines[engine].ensure(cluster.ports);
    },
    change: pinned('good-4'),
  },
  {
    id: 'newer-commit-same-render',
    title: 'a newer commit that renders the same',
    expected: 'verified',
    change: async (ground, images) => {
      const change = await pinned('good-4')(ground, images);
      await ground.push({ 'README.md': text => `${text}\nA line more.\n` });
      return change;
    },
  },
  {
    id: 'newer-commit-other-digest',
    title: 'a newer commit with another digest',
    expected: 'superseded',
    change: async (ground, images) => {
      const change = await pinned('good-5')(ground, images);
      await pinned('good-6')(ground, images);
      return change;
    },
  },
  {
    id: 're-pin',
    title: 're-pin to an older digest: its ReplicaSet is used again',
    expected: 'verified',
    change: repinned('good-6', 'good-7'),
  },
  {
    id: 're-pin-bad',
    title: 're-pin to an older digest that was bad',
    expected: 'crash-loop',
    evidence: waitsFor('CrashLoopBackOff'),
    change: repinned('exits-at-boot', 'good-7'),
  },
];

/** Rolls a digest out, and what comes after it, then pins the first again: its ReplicaSet is there already. */
function repinned(first: string, between: string) {
  return async (ground: Ground, images: Images): Promise<Change> => {
    const before = await pinned(first)(ground, images);
    await ground.verify(before.revision, before.digest);
    const after = await pinned(between)(ground, images);
    const { code, stdout } = await ground.verify(after.revision, after.digest);
    if (code !== 0) throw new Error(stdout);
    return pinned(first)(ground, images);
  };
}

const path = (value: string) => ({ argocd: { spec: { source: { path: value } } }, flux: { spec: { path: value } } });

type EnginePatch = Readonly<Record<Ground['engine'], object>>;

/** Changes the engine's object, and gives what takes it back. */
async function patched(ground: Ground, change: EnginePatch, back: EnginePatch): Promise<() => Promise<void>> {
  const { engine, engineObject } = ground;
  await patchEngine(engineObject, change[engine]);
  return () => patchEngine(engineObject, back[engine]);
}
