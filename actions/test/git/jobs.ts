import { withPrivateRepository } from '../../toolkit/git/private-repository.ts';
import { appendEntry } from '../../toolkit/ledger.ts';
import { digestA, digestB } from '../bump-overlay/setup.ts';
import { git } from '../repositories.ts';
import { rollbackWorld } from '../rollback/setup.ts';
import { scaleWorld } from '../scale/setup.ts';
import { application, healthy } from '../verify-rollout/cluster.ts';
import { verifyWorld } from '../verify-rollout/setup.ts';
import { checkoutOverHttp, growHistory } from './history.ts';

/** Each job, run to its end in a checkout of one commit of a main with so many commits more; its requests. */
export const jobs: Readonly<Record<string, (commits: number) => Promise<number>>> = {
  bump: async commits => {
    const world = await scaleWorld();
    growHistory(world, commits);
    const source = git(world.bare, 'rev-parse', 'main');
    const { checkout, host } = await checkoutOverHttp(world);
    const ended = await world.bump(source, digestB, { cwd: checkout });
    return counted(host, ended.outputs.outcome === 'committed', ended.stdout);
  },
  rollback: async commits => {
    const world = rollbackWorld();
    await world.release('good');
    await world.verified();
    await world.release('bad');
    growHistory(world, commits);
    const { checkout, host } = await checkoutOverHttp(world);
    const ended = await world.rollback({}, { cwd: checkout });
    return counted(host, ended.outputs.outcome === 'committed', ended.stdout);
  },
  scale: async commits => {
    const world = await scaleWorld();
    growHistory(world, commits);
    const { checkout, host } = await checkoutOverHttp(world);
    const ended = await world.scale({ min: '3' }, { cwd: checkout });
    return counted(host, ended.outputs.outcome === 'committed', ended.stdout);
  },
  verify: async commits => {
    const world = await verifyWorld();
    growHistory(world, commits);
    const { checkout, host } = await checkoutOverHttp(world);
    const frames = [{ application: application(world.revision), items: healthy(digestA) }];
    const ended = await world.verify(frames, { cwd: checkout });
    return counted(host, ended.outputs.outcome === 'verified', ended.stdout);
  },
  'ledger append': async commits => {
    const world = await scaleWorld();
    growHistory(world, commits);
    const { checkout, host } = await checkoutOverHttp(world);
    const { signal } = new AbortController();
    await append(checkout, signal);
    return counted(host, git(world.bare, 'rev-list', '--count', 'ledger') === '1', 'ledger');
  },
};

async function append(checkout: string, signal: AbortSignal): Promise<void> {
  const entry = {
    environment: 'staging',
    verifiedAt: '2026-01-01T00:00:00.000Z',
    imageRef: `r.example.invalid/vad-service:src-1@${digestB}`,
    digest: digestB,
    sourceCommit: 'a'.repeat(40),
    bumpCommit: 'a'.repeat(40),
    engineRevision: null,
    report: {},
  };
  await withPrivateRepository(checkout, { signal }, repository => appendEntry(repository, entry, signal));
}

function counted({ requests }: { readonly requests: readonly string[] }, isDone: boolean, stdout: string): number {
  if (!isDone) throw new Error(stdout);
  return requests.length;
}
