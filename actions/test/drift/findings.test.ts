import { expect, test, vi } from 'vitest';
import { formatHolds } from '../../toolkit/hold.ts';
import { holdPath } from '../../toolkit/manifest-names.ts';
import { digestA, digestB, file } from '../bump-overlay/setup.ts';
import { runAction } from '../harness.ts';
import { git } from '../repositories.ts';
import { expire } from '../scale/setup.ts';
import { application, deployment, type Frame, healthy, pod, replicaSet } from '../verify-rollout/cluster.ts';
import { gitRepository, kustomization } from '../verify-rollout/flux-objects.ts';
import { type DriftWorld, driftWorld, frame, liveHpa, running } from './setup.ts';

test('an environment as Git says is clean, and nobody is told', async () => {
  const world = await driftWorld();
  const ended = await world.drift([frame(world.head())]);
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs).toMatchObject({ outcome: 'clean', issue: '', dispatch: '', 'failure-reason': '' });
  expect(ended.summary.replaceAll(world.head().slice(0, 12), 'HEAD')).toMatchInlineSnapshot(`
    "### ✅ Every environment is as Git says

    | environment | state | Git | engine | live | pods | HPA | hold |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | \`staging\` | ✅ in step | \`aaaaaaaaaaaa (main HEAD)\` | \`Synced at HEAD\` | \`aaaaaaaaaaaa\` | \`2/2 ready\` | \`2 of 2–10 at 70 % CPU\` | \`–\` |
    "
  `);
});

test.each<[string, string, (head: string) => Frame]>([
  [
    'kubectl set image',
    'other-digest',
    head =>
      frame(head, {
        items: [deployment(digestB), replicaSet('by-hand', digestB), pod('by-hand-1', 'by-hand', digestB)],
      }),
  ],
  [
    'kubectl scale',
    'replicas',
    head => frame(head, { items: [deployment(digestA, {}, 11), ...healthy(digestA).slice(1)] }),
  ],
  ['a deleted autoscaler', 'hpa-missing', head => frame(head, { hpas: [] })],
  ['another autoscaler', 'hpa-bounds', head => frame(head, { hpas: [liveHpa(1, 10)] })],
  ['a deleted Deployment', 'no-deployment', head => frame(head, { items: [] })],
  [
    'automated sync turned off',
    'sync-paused',
    head => frame(head, { application: running(application(head), { enabled: false }) }),
  ],
  [
    'a sync that fails',
    'sync-failed',
    head =>
      frame(head, {
        application: running(application(head, { conditions: [{ type: 'SyncError', message: 'denied' }] })),
      }),
  ],
  ['a cluster that does not answer', 'unreadable', () => ({ error: 'connection refused' })],
])('%s is drift: %s', async (_, kind, made) => {
  const world = await driftWorld();
  const ended = await world.drift([made(world.head())]);
  expect(ended.code, ended.stdout).toBe(1);
  expect(ended.outputs).toMatchObject({ outcome: 'drift', 'failure-reason': 'drift' });
  expect(kindsOf(ended.outputs)).toEqual([kind]);
  expect(ended.summary).toContain(`- **staging** (${kind}): `);
});

test('an engine that stays at a commit with another render is drift; at one that renders the same it is not', async () => {
  const world = await driftWorld();
  const before = world.head();
  world.put({ 'docs/a.md': 'a\n' });
  expect((await world.drift([frame(before)])).outputs.outcome).toBe('clean');

  world.put({ 'kustomize/overlays/staging/kustomization.yaml': overlayWithLabel(world) });
  const ended = await world.drift([frame(before)]);
  expect(kindsOf(ended.outputs), ended.stdout).toEqual(['not-synced']);
  const nowhere = await world.drift([frame('f'.repeat(40))]);
  expect(nowhere.stdout).toContain('which the repository does not have');
});

test('a suspended Kustomization of Flux is drift', async () => {
  const world = await driftWorld();
  const flux = (suspend: boolean) => ({
    ...frame(world.head()),
    repository: gitRepository(world.head()),
    kustomization: kustomization(world.head(), { suspend }),
  });
  const ended = await world.drift([flux(true)], { inputs: { engine: 'flux' } });
  expect(kindsOf(ended.outputs), ended.stdout).toEqual(['sync-paused']);
  const resumed = await world.drift([flux(false)], { inputs: { engine: 'flux' } });
  expect(resumed.outputs.outcome, resumed.stdout).toBe('clean');
});

test('what heals while it is looked at is no drift', async () => {
  const world = await driftWorld();
  const frames = [frame(world.head(), { hpas: [] }), frame(world.head(), { hpas: [] }), frame(world.head())];
  const ended = await world.drift(frames, { inputs: { patience: '60s' } });
  expect(ended.outputs.outcome, ended.stdout).toBe('clean');
  expect(ended.stdout.match(/looking again/g)).toHaveLength(2);
});

test('what Git has just been told is rolling out, not drift', async () => {
  const world = await driftWorld();
  const ended = await world.drift([frame(world.head(), { items: healthy(digestB) })], { inputs: { grace: '15m' } });
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs.outcome).toBe('rolling-out');
});

test('a young change of another environment, of a page or of a hold makes nothing young here', async () => {
  const world = await driftWorld();
  vi.stubEnv('GIT_COMMITTER_DATE', '2020-01-01T00:00:00Z');
  world.put({ [file]: `${git(world.bare, 'show', `main:${file}`)}\n# Old.\n` });
  vi.unstubAllEnvs();
  const hold = formatHolds([{ reason: 'freeze', until: null, refuses: '*' }]);
  const elsewhere = { [file.replace('staging', 'production')]: '# Young.\n', 'kustomize/README.md': 'Young.\n' };
  world.put({ ...elsewhere, [holdPath('staging')]: hold });
  const look = () => world.drift([frame(world.head(), { items: healthy(digestB) })], { inputs: { grace: '15m' } });
  expect((await look()).outputs.outcome).toBe('drift');
  world.put({ 'kustomize/base/young.yaml': '# Young.\n' });
  expect((await look()).outputs.outcome).toBe('rolling-out');
});

test('temporary bounds that nobody has put back are drift', async () => {
  const world = await driftWorld();
  const inputs = { environment: 'staging', min: '3', 'expires-in': '1h', reason: 'load test' };
  const scaled = await runAction('scale', { cwd: world.work, inputs });
  expect(scaled.outputs.outcome, scaled.stdout).toBe('committed');
  const live = () => frame(world.head(), { hpas: [liveHpa(3, 10)], items: threePods });
  expect((await world.drift([live()])).outputs.outcome).toBe('clean');

  world.put({ [file]: expire(git(world.bare, 'show', `main:${file}`)) });
  const ended = await world.drift([live()]);
  expect(kindsOf(ended.outputs), ended.stdout).toEqual(['scale-expired']);
  expect(ended.summary).toContain('`load test`');
});

test('a shallow clone is enough', async () => {
  const world = await driftWorld();
  const head = world.head();
  git(world.work, 'fetch', '--quiet', '--depth=1', 'origin', 'main');
  world.put({ 'docs/a.md': 'a\n' });
  const ended = await world.drift([frame(head)]);
  expect(ended.outputs.outcome, ended.stdout).toBe('clean');
});

const threePods = [
  deployment(digestA, {}, 3),
  replicaSet('new', digestA),
  ...['1', '2', '3'].map(number => pod(`new-${number}`, 'new', digestA)),
];

function overlayWithLabel({ work }: DriftWorld): string {
  const text = git(work, 'show', 'HEAD:kustomize/overlays/staging/kustomization.yaml');
  return `${text}\ncommonAnnotations: {a: b}\n`;
}

function kindsOf(outputs: Readonly<Record<string, string>>): string[] {
  const { looks } = JSON.parse(outputs['report-json'] ?? '') as { looks: { findings: { kind: string }[] }[] };
  return looks.flatMap(look => look.findings.map(({ kind }) => kind));
}
