import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { knownCause } from '../known-cause.ts';
import { cacheDirectory } from '../tools/tools.ts';
import { type Builder, buildxEnvironment } from './buildkit.ts';

const repository = join(import.meta.dirname, '..', '..');
const node = join(repository, 'node_modules', 'node', 'bin', 'node');
const SUITE = 'bookworm';
const PACKAGES = 'ca-certificates,libstdc++6';
const NPM_VERSION = '11.6.2';

/** The base image exactly as the Dockerfile names it, digest included. */
export function baseReference(dockerfile: string): string {
  const reference = /^ARG BASE=(\S+)$/m.exec(readFileSync(dockerfile, 'utf8'))?.[1];
  if (!reference) throw new Failure(`${dockerfile} has no line "ARG BASE=…" that names the base image.`);
  return reference;
}

/**
 * A stand-in for the base image, as an OCI layout: Debian by debootstrap and node from npm. A local build needs no
 * public image registry for it; a production build pulls the real one. Kept in the cache between clusters.
 */
export async function ensureBaseImage(builder: Builder): Promise<string> {
  const layout = layoutPath();
  if (existsSync(layout)) return layout;
  const work = `${layout}.making`;
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, 'context'), { recursive: true });
  await debootstrap(work);
  await writeFile(join(work, 'context', 'Dockerfile'), dockerfile);
  const run = $({ cwd: work, quiet: true, env: { ...process.env, ...buildxEnvironment } });
  await run`buildx build --builder ${builder} --provenance=false --output type=oci,tar=false,dest=layout context`;
  await rename(join(work, 'layout'), layout);
  await rm(work, { recursive: true, force: true });
  return layout;
}

/** The stand-in, where it is on this machine. */
export function findBaseImage(): string | undefined {
  const layout = layoutPath();
  return existsSync(layout) ? layout : undefined;
}

function layoutPath(): string {
  const key = createHash('sha256').update(`${SUITE} ${PACKAGES} ${NPM_VERSION} `).update(readFileSync(node));
  return join(cacheDirectory(), `base-${key.digest('hex').slice(0, 16)}`);
}

const dockerfile = `FROM scratch
ADD rootfs.tar /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_VERSION=${process.versions.node}
CMD ["node"]
`;

async function debootstrap(work: string): Promise<void> {
  const root = join(work, 'rootfs');
  const run = $({ cwd: work, quiet: true });
  const made = await run({ nothrow: true })`debootstrap --variant=minbase --include=${PACKAGES} ${SUITE} ${root}`;
  if (made.exitCode !== 0) throw noBase(made.stdout + made.stderr);
  for (const path of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale']) {
    await rm(join(root, path), { recursive: true, force: true });
  }
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  await copyFile(node, join(root, 'usr/local/bin/node'));
  await installNpm(work, join(root, 'usr/local'));
  await run`tar --create --numeric-owner --file context/rootfs.tar --directory ${root} .`;
  await rm(root, { recursive: true, force: true });
}

function noBase(said: string): Failure {
  return new Failure('debootstrap could not make the base image.', {
    cause: new Error(said.trim().split('\n').slice(-5).join('\n')),
    next: knownCause(said) ?? 'It fetches Debian packages: check the network, or the proxy (http_proxy).',
  });
}

// The real base has npm, which the build stage uses.
async function installNpm(work: string, prefix: string): Promise<void> {
  const cache = join(work, 'npm-cache');
  await $({
    quiet: true,
  })`npm install --global --prefix ${prefix} --cache ${cache} --ignore-scripts npm@${NPM_VERSION}`;
}
