import { expect, test } from 'vitest';
import { formatHolds, type Hold } from '../../toolkit/hold.ts';
import { holdPath } from '../../toolkit/manifest-names.ts';
import { commit, git, push } from '../repositories.ts';
import { type BumpWorld, bumpWorld, digestA, digestB } from './setup.ts';

const hold: Hold = { reason: 'crash-loop | see incident 12', until: null, refuses: [digestB] };

function put(world: BumpWorld, text: string): void {
  git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  commit(world.work, { [holdPath('staging')]: text });
  push(world.work);
}

test('a refused digest is held with the reason, another one is released', async () => {
  const world = bumpWorld();
  const source = world.change('// b\n');
  put(world, formatHolds([hold]));
  const head = git(world.bare, 'rev-parse', 'main');

  const held = await world.bump(source, digestB);
  expect(held.code, held.stdout).toBe(0);
  expect(held.outputs).toMatchObject({ outcome: 'held', digest: '', 'commit-sha': head, 'held-by-run': 'false' });
  expect(git(world.bare, 'rev-parse', 'main')).toBe(head);
  expect(
    held.summary.replaceAll(source.slice(0, 12), 'SOURCE').replaceAll(head.slice(0, 12), 'HEAD'),
  ).toMatchInlineSnapshot(`
      "### ⏸️ Held: not released to staging

      \`kustomize/overlays/staging/release/hold.json\` keeps this digest back, until somebody lifts it:

      \`\`\`text
      crash-loop | see incident 12
      \`\`\`

      **Next:** delete that file on the branch (or wait), then run the job again.

      | digest | source | commit on main | file |
      | --- | --- | --- | --- |
      | (none) → bbbbbbbbbbbb | \`SOURCE\` | \`HEAD\` | \`kustomize/overlays/staging/release/kustomization.yaml\` |
      "
    `);
  expect(JSON.parse(held.outputs['report-json'] ?? '')).toMatchObject({ outcome: 'held', holds: [hold] });

  const elsewhere = await world.bump(source, digestB, { inputs: { environment: 'production' } });
  expect(elsewhere.outputs.outcome, elsewhere.stdout).toBe('committed');
  const good = await world.bump(world.change('// a\n'), digestA);
  expect(good.outputs.outcome, good.stdout).toBe('committed');
});

test('`*` holds every digest until it expires; what is recorded already stays a noop', async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  await world.bump(source, digestA);
  put(world, formatHolds([{ ...hold, refuses: '*', until: new Date(Date.now() + 3_600_000).toISOString() }]));

  expect((await world.bump(source, digestA)).outputs.outcome).toBe('noop');
  const newer = world.change('// b\n');
  const held = await world.bump(newer, digestB);
  expect(held.outputs, held.stdout).toMatchObject({ outcome: 'held', digest: digestA, 'previous-digest': digestA });

  put(world, formatHolds([{ ...hold, refuses: '*', until: '2020-01-01T00:00:00Z' }]));
  const released = await world.bump(newer, digestB);
  expect(released.outputs.outcome, released.stdout).toBe('committed');
  expect(released.stdout).toContain('a hold of staging expired at 2020-01-01T00:00:00Z');
});

test('a hold that cannot be read keeps every release back, and says what is wrong', async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  put(world, '{"reason": "freeze", "until": "tomorrow", "refuses": "*"}');

  const ended = await world.bump(source, digestA);
  expect(ended.code).toBe(1);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('hold-invalid');
  expect(ended.summary).toContain('`until` must be an instant');
  expect(world.released()).not.toContain(digestA);
});

test('tells a hold that this very run has set from others, also behind a freeze', async () => {
  const world = bumpWorld();
  const source = world.change('// b\n');
  const freeze: Hold = { reason: 'a fair', until: null, refuses: '*' };
  const own = {
    ...hold,
    reason: `${'x '.repeat(400)}crash-loop, by the run https://github.example/o/n/actions/runs/4711`,
  };
  put(world, formatHolds([freeze, own]));
  const bumpIn = async (run: string) => (await world.bump(source, digestB, { env: { GITHUB_RUN_ID: run } })).outputs;
  expect(await bumpIn('4711')).toMatchObject({ outcome: 'held', 'held-by-run': 'true' });
  expect(await bumpIn('471')).toMatchObject({ outcome: 'held', 'held-by-run': 'false' });
});
