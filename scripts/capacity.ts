import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureIdleMemory } from './capacity/idle-memory.ts';
import { measureOnePod } from './capacity/one-pod.ts';
import { reportIdleMemory, reportOnePod, reportScaling } from './capacity/report.ts';
import { measureScaling } from './capacity/scaling.ts';
import { scalingLoad } from './capacity/scaling-load.ts';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { expectCluster } from './local/deploy.ts';
import { withClusterLock } from './local/lock.ts';
import { asRoot } from './local/root.ts';
import { type Progress, terminalProgress } from './progress.ts';
import { namespaceOf } from './talk/address.ts';
import { ensureTools } from './tools/build.ts';

const help = `npm run capacity [-- --environment NAME] [--without-hpa] [--json FILE]

Measures on the local cluster how many real-time sessions, each a frame of speech every 32 ms, one pod holds with its
own limits at p99 ≤ 32 ms, how much memory idle sessions take, and how the HPA adds pods under load and takes
them away again. The first two are measured on one more pod of the environment, which no client and no HPA sees. Takes
about 5 minutes, and 10 more for the HPA. Other work on the machine spoils the figures.

  --environment NAME   default: staging
  --without-hpa        leaves the HPA out
  --json FILE          writes all that was measured

Needs the cluster of \`npm run up\`.`;

const options = {
  environment: { type: 'string', default: 'staging' },
  'without-hpa': { type: 'boolean' },
  json: { type: 'string' },
} as const;

await runCommand({ help, options, positionals: 0 }, async ({ values }) => {
  expectCluster();
  const progress = terminalProgress();
  const namespace = namespaceOf(values.environment);
  await ensureTools(['kubernetes', 'ghz'], progress);
  await asRoot();
  const folder = await mkdtemp(join(tmpdir(), 'vad-capacity-'));
  try {
    const measured = await withClusterLock('capacity', () =>
      measure(namespace, folder, !values['without-hpa'], progress),
    );
    if (values.json) await writeFile(values.json, `${JSON.stringify(measured, null, 2)}\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Measures one thing after the other, and prints each as soon as it is known. */
async function measure(namespace: string, folder: string, withHpa: boolean, progress: Progress) {
  const load = loadavg()[0] as number;
  if (load > availableParallelism() / 2) progress.note(`This machine has other work (load ${load.toFixed(1)}).`);
  const idle = await measureIdleMemory(namespace, folder, progress);
  console.log(`\n${reportIdleMemory(idle)}\n`);
  const onePod = await measureOnePod(namespace, folder, progress);
  console.log(`\n${reportOnePod(onePod)}\n`);
  if (!onePod.held)
    throw new Failure('No number of sessions was held.', { next: 'Let the machine rest, then run it again.' });
  if (!withHpa) return { cores: availableParallelism(), idle, onePod };
  const scaling = await measureScaling(namespace, scalingLoad(onePod.held), folder, progress);
  console.log(`\n${reportScaling(scaling)}`);
  return { cores: availableParallelism(), idle, onePod, scaling };
}
