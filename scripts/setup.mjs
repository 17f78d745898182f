// Makes a fresh checkout ready, without any dependency: node scripts/setup.mjs [tools] [cluster] [clients]
//   (nothing)  git and npm, and the npm packages of the lockfile
//   tools      and Go, which builds the tools
//   enough     what is installed will do, even if it is not the lockfile's (so that `down` works in any state)
//   cluster    and root, and what the local cluster needs of the system; on Debian and Ubuntu it installs that itself
//   clients    and what the tests of the service's clients need of the system, installed likewise
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const needs = new Set(process.argv.slice(2));

/** command, file or Python module → Debian package */
const SYSTEM = {
  containerd: 'containerd',
  runc: 'runc',
  '/usr/lib/cni/bridge|/opt/cni/bin/bridge': 'containernetworking-plugins',
  etcd: 'etcd-server',
  'docker-registry': 'docker-registry',
  'redis-server': 'redis-server',
  '/bin/busybox': 'busybox-static',
  skopeo: 'skopeo',
  umoci: 'umoci',
  debootstrap: 'debootstrap',
  // without it debootstrap on Ubuntu checks no signature
  '/usr/share/keyrings/debian-archive-keyring.gpg': 'debian-archive-keyring',
  iptables: 'iptables',
  conntrack: 'conntrack',
  openssl: 'openssl',
  ip: 'iproute2',
};

/** likewise; Debian's Python comes without what makes a venv */
const CLIENTS = { 'python3 ensurepip': 'python3-venv' };

main();

function main() {
  const rights = needs.has('cluster') ? missingRights() : [];
  const missing = [...missingPrograms(), ...rights, ...missingPackages()];
  if (missing.length > 0) {
    console.error(
      `This machine lacks:\n${missing.map(line => `  - ${line}`).join('\n')}\nThen run the same command again.`,
    );
    process.exit(1);
  }
  if (needs.has('enough') && existsSync(join(root, 'node_modules', '.bin', 'node'))) return;
  installNodePackages();
}

function missingPrograms() {
  const missing = [];
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) missing.push(`Node 20 or newer (this is ${process.version}): https://nodejs.org/en/download`);
  for (const name of ['git', 'npm']) if (!onPath(name)) missing.push(`${name}: sudo apt-get install ${name}`);
  if (needs.has('tools') || needs.has('cluster')) missing.push(...missingGo());
  return missing;
}

function missingGo() {
  const how = 'https://go.dev/doc/install (a distribution’s own may be too old)';
  if (!onPath('go')) return [`Go 1.26 or newer, which builds the tools: ${how}`];
  const version = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version.stdout ?? '') ?? [];
  if (Number(major) > 1 || Number(minor) >= 26) return [];
  return [`Go 1.26 or newer (this is ${(version.stdout || version.stderr || 'of unknown version').trim()}): ${how}`];
}

function missingRights() {
  if (process.platform !== 'linux')
    return [`Linux (this is ${process.platform}): the local cluster is a node on this machine`];
  if (isRoot() || spawnSync('sudo', ['-n', 'true']).status === 0) return [];
  return ['root, or sudo without a password: sudo visudo, then add “YOU ALL=(ALL) NOPASSWD: ALL”'];
}

/** Installs the Debian packages that are missing where that is possible, else names them with the line that does it. */
function missingPackages() {
  const wanted = { ...(needs.has('cluster') ? SYSTEM : {}), ...(needs.has('clients') ? CLIENTS : {}) };
  const absent = () => Object.entries(wanted).filter(([name]) => !name.split('|').some(present));
  let packages = absent().map(([, name]) => name);
  if (packages.length === 0) return [];
  const mayInstall = onPath('apt-get') && (isRoot() || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (mayInstall) {
    console.error(`Installing Debian packages: ${packages.join(' ')}`);
    aptInstall(packages);
    packages = absent().map(([, name]) => name);
  }
  if (packages.length === 0) return [];
  return [`${packages.join(', ')}: sudo apt-get install --no-install-recommends ${packages.join(' ')}`];
}

function aptInstall(packages) {
  const policy = '/usr/sbin/policy-rc.d';
  const script = [
    'set -e',
    // Packages start their services at installation unless this file forbids it; it goes again afterwards.
    `if [ ! -e ${policy} ]; then printf '#!/bin/sh\\nexit 101\\n' > ${policy}; chmod +x ${policy}; trap 'rm -f ${policy}' EXIT; fi`,
    'export DEBIAN_FRONTEND=noninteractive',
    'apt-get update -qq',
    'apt-get install -y -qq --no-install-recommends "$@"',
    // Nor at the next boot: the cluster runs its own, on its own ports.
    'if [ -d /run/systemd/system ]; then for u in etcd docker-registry redis-server; do case " $* " in *" $u"*) systemctl disable --quiet "$u" || echo "could not disable $u" >&2;; esac; done; fi',
  ].join('\n');
  const shell = ['bash', '-c', script, 'install', ...packages];
  const [command, ...args] = isRoot() ? shell : ['sudo', '-n', ...shell];
  const run = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (run.status !== 0) console.error(`apt-get failed:\n${run.stderr}`);
}

/** `npm ci` when the lockfile is not the one that node_modules was made from. */
function installNodePackages() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', 'actions/package.json', 'vad-service/package.json']) {
    hash.update(readFileSync(join(root, file)));
  }
  const stamp = join(root, 'node_modules', '.vad-gitops-stamp');
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing npm packages …');
  rmSync(stamp, { force: true });
  // onnxruntime-node would fetch GPU libraries; the CPU library is in the package.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  if (run.status !== 0) {
    console.error(
      '`npm ci` failed; its message is above. Next: mend that (registry, proxy, disk), then run the command again.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

function present(wanted) {
  const [, module] = /^python3 (\w+)$/.exec(wanted) ?? [];
  if (module) return spawnSync('python3', ['-c', `import ${module}`]).status === 0;
  return wanted.startsWith('/') ? existsSync(wanted) : onPath(wanted);
}

function onPath(name) {
  // iptables and its like are in sbin, which a user's PATH may lack.
  const folders = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`.split(delimiter);
  return folders.some(folder => folder && existsSync(join(folder, name)));
}

function isRoot() {
  return process.getuid?.() === 0;
}
