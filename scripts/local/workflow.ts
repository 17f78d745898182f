import { randomInt } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { baseReference } from './base-image.ts';
import { buildxEnvironment } from './buildkit.ts';
import type { Cluster } from './cluster.ts';
import type { EngineName } from './engines.ts';
import { registryHost } from './registry.ts';
import { readState, statePath, writeState } from './state.ts';

/** One run of a workflow file, as GitHub would start it. */
export interface WorkflowRun {
  readonly workflow: string;
  readonly event: string;
  readonly payload: object;
  /** Checkout at the event's commit; act runs the workflow in it. */
  readonly checkout: string;
  readonly kubeconfig: string;
  /** owner/name, which GitHub takes from the repository's address. */
  readonly repository: string;
  readonly engine: EngineName;
  readonly settings?: Settings;
}

/** What of a repository's settings a run gets besides its own. */
export interface Settings {
  readonly env?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** The run's token, for GitHub's API; none by default. */
  readonly token?: string;
}

/** How the newest run ended, for `npm run status`. */
export interface LastRun {
  readonly workflow: string;
  readonly commit: string;
  readonly outcome: 'succeeded' | 'failed';
  readonly log: string;
}

const lastRunFile = (repository: string) => `last-run-${repository.replace(/^.*\//, '')}.json`;

/** How the newest run for a repository of the Git host ended; undefined where there was none. */
export const readLastRun = (repository: string): LastRun | undefined =>
  readState(lastRunFile(repository)) as LastRun | undefined;

/** Runs a workflow file through act on this machine and shows its output; fails if the run fails. */
export async function runWorkflow(cluster: Cluster, run: WorkflowRun, onLine: (line: string) => void): Promise<void> {
  await mkdir(statePath('runs'), { recursive: true });
  // Two may begin in the same millisecond.
  const folder = await mkdtemp(statePath('runs', `${new Date().toISOString().replace(/[:.]/g, '-')}-`));
  const eventFile = join(folder, 'event.json');
  await writeFile(eventFile, JSON.stringify(run.payload, null, 2));
  const log = join(folder, 'run.log');
  const { exitCode, errors } = await runAct(run, actArguments(cluster, run, eventFile), log, onLine);
  const commit = (await $({ cwd: run.checkout, quiet: true })`git rev-parse HEAD`).stdout.trim();
  const outcome = exitCode === 0 ? 'succeeded' : 'failed';
  writeState(lastRunFile(run.repository), { workflow: run.workflow, commit, outcome, log } satisfies LastRun);
  if (outcome === 'succeeded') return;
  throw new Failure(`The run of ${run.workflow} failed; its own message is above.`, {
    ...(errors ? { cause: new Error(errors) } : {}),
    next: `\`npm run status\` shows what each environment runs now; all of the run's output is in ${log}`,
  });
}

/** Runs act; `errors` is what act itself says on stderr, of a workflow file that it cannot read, say. */
async function runAct(run: WorkflowRun, args: readonly string[], log: string, onLine: (line: string) => void) {
  // act takes the token from its own environment, since arguments are seen by all.
  const token = { GITHUB_TOKEN: run.settings?.token ?? '' };
  const own = { XDG_CACHE_HOME: statePath('act'), KUBECONFIG: run.kubeconfig, ...token };
  const env = { ...process.env, ...buildxEnvironment, ...own };
  const child = $({ cwd: run.checkout, env, quiet: true, nothrow: true })`act ${run.event} ${args}`;
  const file = createWriteStream(log);
  for await (const line of child) {
    file.write(`${line}\n`);
    onLine(line);
  }
  const { exitCode, stderr } = await child;
  file.end(stderr);
  return { exitCode, errors: stderr.trim() };
}

function actArguments(cluster: Cluster, run: WorkflowRun, eventFile: string): string[] {
  return [
    '--workflows',
    join('.github', 'workflows', run.workflow),
    '--eventpath',
    eventFile,
    '--platform',
    'ubuntu-latest=-self-hosted',
    ...pairs('--env', environment(run)),
    ...pairs('--var', { ...variables(cluster, run), ...run.settings?.variables }),
    ...(run.settings?.token ? ['--secret', 'GITHUB_TOKEN'] : []),
  ];
}

function environment(run: WorkflowRun): Record<string, string> {
  return {
    ...buildxEnvironment,
    GITHUB_REPOSITORY: run.repository,
    // act gives each the same; a hold names the run that has set it. Two may begin in the same millisecond.
    GITHUB_RUN_ID: `${Date.now()}${randomInt(100, 1000)}`,
    KUBECONFIG: run.kubeconfig,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    ...run.settings?.env,
  };
}

/** The repository variables that an owner would set on GitHub (docs/getting-started.md). */
function variables(cluster: Cluster, { checkout, engine }: WorkflowRun): Record<string, string> {
  return {
    ENGINE: engine,
    IMAGE: `${registryHost(cluster.ports)}/vad-service`,
    PLATFORMS: process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64',
    BUILDX_BUILDER: buildxEnvironment.BUILDX_BUILDER,
    BUILD_CONTEXTS: `${baseReference(join(checkout, 'vad-service', 'Dockerfile'))}=oci-layout://${cluster.baseImage}`,
    BUILD_SECRET_FILES: buildSecretFiles(),
  };
}

/** This machine's npm settings and certificates for build-push, as behind any proxy: ID=PATH, one a line. */
export function buildSecretFiles(): string {
  const secrets = [
    ['npmrc', join(homedir(), '.npmrc')],
    ['ca', process.env.NODE_EXTRA_CA_CERTS ?? ''],
  ];
  return secrets.flatMap(([id, file]) => (file && existsSync(file) ? [`${id}=${file}`] : [])).join('\n');
}

function pairs(flag: string, values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}
