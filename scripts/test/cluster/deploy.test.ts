import { afterAll, beforeAll, expect, it } from 'vitest';
import { $ } from 'zx';
import { readRelease } from '../../../actions/toolkit/release-file.ts';
import { type Cluster, ensureCluster } from '../../local/cluster.ts';
import { deploy } from '../../local/deploy.ts';
import { getJson } from '../../local/kubectl.ts';
import { statePath } from '../../local/state.ts';
import { silentProgress } from '../../progress.ts';
import { readPod } from '../../status/collect.ts';
import { type TestRepository, testRepository } from './test-repository.ts';

// One story on the real cluster, in order: a first deployment, a change, and a commit that cannot start.

let cluster: Cluster;
let repository: TestRepository;
let digestBefore: string;

beforeAll(async () => {
  cluster = await ensureCluster(silentProgress);
  repository = await testRepository(process.pid.toString(36));
});
afterAll(() => repository?.remove());

it('deploys a commit to staging and production, verified', async () => {
  const output = await run(await repository.head());
  expect(output.failure).toBeUndefined();
  const staging = await release('staging');
  expect(await release('production')).toEqual(staging);
  await bothPodsReady('staging', staging?.digest);
  await bothPodsReady('production', staging?.digest);
  digestBefore = staging?.digest ?? '';
});

it('pins digests on the Git server only', async () => {
  const { stdout } = await $({ cwd: repository.folder, quiet: true })`git log --format=%an`;
  expect(stdout.trim().split('\n')).toEqual(['test']);
});

it('deploys a one-line change of the service as another digest', async () => {
  const commit = await repository.edit(
    'vad-service/src/main.ts',
    text => `${text}\n// a change\nprocess.title = 'vad-2';\n`,
  );
  const output = await run(commit);
  expect(output.failure).toBeUndefined();
  const staging = await release('staging');
  expect(staging?.digest).not.toBe(digestBefore);
  await bothPodsReady('production', staging?.digest);
  digestBefore = staging?.digest ?? '';
});

it('builds nothing for a change outside the image, and verifies it', async () => {
  const commit = await repository.edit('kustomize/base/deployment.yaml', text =>
    text.replace('spec:\n', 'spec:\n  minReadySeconds: 1\n'),
  );
  const output = await run(commit);
  expect(output.failure).toBeUndefined();
  expect(output.text).toMatch(/reused/);
  expect((await release('staging'))?.digest).toBe(digestBefore);
});

it('fails at verify for a service that exits at boot, with its last words, while the old pods serve', async () => {
  const commit = await repository.edit(
    'vad-service/src/main.ts',
    text => `${text}\nconsole.error('boot: the frobnicator is missing');\nprocess.exit(3);\n`,
  );
  const output = await run(commit);
  expect(output.failure).toMatch(/deploy\.yaml failed/);
  expect(output.text).toMatch(/crash/i);
  expect(output.text).toContain('boot: the frobnicator is missing');
  await bothPodsReady('staging', digestBefore);
  expect((await release('production'))?.digest).toBe(digestBefore);
});

async function run(commit: string): Promise<{ failure: string | undefined; text: string }> {
  const lines: string[] = [];
  const deployment = { commit, source: repository.folder, repository: repository.name };
  try {
    await deploy(cluster, deployment, 'push', silentProgress, line => lines.push(line));
    return { failure: undefined, text: lines.join('\n') };
  } catch (error) {
    return { failure: `${error}\n${lines.slice(-40).join('\n')}`, text: lines.join('\n') };
  }
}

async function release(environment: string) {
  const bare = statePath('git', `${repository.name}.git`);
  const file = `main:kustomize/overlays/${environment}/release/kustomization.yaml`;
  return readRelease((await $({ quiet: true })`git -C ${bare} show ${file}`).stdout);
}

/** Two, as the HPA wants: a Deployment without replicas starts with one, until the HPA first looks at it. */
async function bothPodsReady(environment: 'staging' | 'production', digest: string | undefined): Promise<void> {
  const namespace = repository.namespaces[environment];
  await expect.poll(() => readyDigests(namespace), { timeout: 60_000 }).toEqual([digest, digest]);
}

async function readyDigests(namespace: string): Promise<string[]> {
  const { items } = await getJson<{ items: unknown[] }>(['pods', '--selector', 'app=vad-service', '-n', namespace]);
  return items
    .map(readPod)
    .filter(pod => pod.ready && pod.reason !== 'Terminating')
    .map(pod => pod.digest);
}
