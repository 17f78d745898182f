import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { $ } from 'zx';
import { type Ended, runAction } from '../../../actions/test/harness.ts';
import { toolDirectory } from '../../tools/tools.ts';
import { asRoot, daemon, folderOfRoot } from './processes.ts';

/** A registry and a BuildKit of a test's own, both real; they end with the test. */
export interface Workshop {
  /** host:port of the registry. */
  readonly host: string;
  /** Runs the bundled action in a repository. */
  run(work: string, inputs: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>): Promise<Ended>;
}

/** Logins of a registry: lines as htpasswd writes them. */
export interface RegistryOptions {
  readonly htpasswd?: string;
}

export async function openWorkshop(options: RegistryOptions = {}): Promise<Workshop> {
  const folder = folderOfRoot();
  const host = await startRegistry(folder, options);
  const env = await startBuildkit(folder);
  return {
    host,
    run: (work, inputs, more = {}) =>
      runAction('build-push', {
        cwd: work,
        inputs: { image: `${host}/team/vad-service`, ...inputs },
        env: { ...env, GITHUB_REPOSITORY: 'owner/repository', GITHUB_SERVER_URL: 'https://github.com', ...more },
      }),
  };
}

async function startRegistry(folder: string, { htpasswd }: RegistryOptions): Promise<string> {
  const file = join(folder, 'htpasswd');
  if (htpasswd) writeFileSync(file, htpasswd);
  const config = {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: join(folder, 'registry') } },
    http: { addr: '127.0.0.1:0' },
    ...(htpasswd ? { auth: { htpasswd: { realm: 'test', path: file } } } : {}),
  };
  writeFileSync(join(folder, 'registry.yml'), stringify(config));
  return daemon(['docker-registry', 'serve', join(folder, 'registry.yml')], /listening on (127\.0\.0\.1:\d+)/);
}

/** Starts BuildKit's daemon with a builder that uses it; gives what buildx needs in its environment. */
async function startBuildkit(folder: string): Promise<Record<string, string>> {
  const cgroup = basename(folder);
  const socket = join(folder, 'buildkitd.sock');
  const config = [
    `root = "${join(folder, 'buildkit')}"`,
    '[grpc]',
    `  address = ["unix://${socket}"]`,
    `  gid = ${process.getgid?.() ?? 0}`,
    '[otel]',
    `  socketPath = "${join(folder, 'otel.sock')}"`,
    '[worker.oci]',
    `  defaultCgroupParent = "/${cgroup}"`,
    '[worker.containerd]',
    '  enabled = false',
  ];
  writeFileSync(join(folder, 'buildkitd.toml'), config.join('\n'));
  mkdirSync(join(folder, 'docker'));
  const buildkitd = join(toolDirectory('buildkit'), 'buildkitd');
  // BuildKit leaves the parents of its steps' cgroups; what is registered first is done last, after the daemon's end.
  onTestFinished(() => removeCgroups(cgroup));
  await daemon([buildkitd, '--config', join(folder, 'buildkitd.toml')], /running server on/);
  const env = {
    PATH: [toolDirectory('buildx'), process.env.PATH].join(delimiter),
    BUILDX_CONFIG: join(folder, 'buildx'),
    DOCKER_CONFIG: join(folder, 'docker'),
    BUILDX_BUILDER: 'workshop',
  };
  await $({
    env: { ...process.env, ...env },
    quiet: true,
  })`buildx create --name workshop --driver remote ${`unix://${socket}`}`;
  return env;
}

// One hierarchy under cgroup v2, one a controller under v1.
function removeCgroups(name: string): void {
  for (const path of globSync([`/sys/fs/cgroup/${name}`, `/sys/fs/cgroup/*/${name}`]))
    asRoot('find', path, '-depth', '-type', 'd', '-delete');
}
