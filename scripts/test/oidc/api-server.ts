import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { $ } from 'zx';
import { waitFor } from '../../local/wait.ts';

/** An API server with nothing around it but its etcd. */
export interface ApiServer {
  readonly url: string;
  /** PEM in base64. */
  readonly ca: string;
  /** Runs kubectl with all rights; gives its stdout. */
  admin(args: readonly string[], input?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts etcd and kube-apiserver, both on PATH, with an authentication configuration. All of it is in `folder`. */
export async function startApiServer(folder: string, authentication: string): Promise<ApiServer> {
  const [client, peer, port] = await freePorts(3);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const etcd = `http://127.0.0.1:${client}`;
  const peers = `http://127.0.0.1:${peer}`;
  const running = [
    daemon(folder, 'etcd', [
      ...['--data-dir', join(folder, 'etcd'), '--listen-client-urls', etcd, '--advertise-client-urls', etcd],
      ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers],
      ...['--initial-cluster', `default=${peers}`, '--unsafe-no-fsync'],
    ]),
    daemon(folder, 'kube-apiserver', [
      ...[`--etcd-servers=${etcd}`, `--secure-port=${port}`, '--bind-address=127.0.0.1', `--cert-dir=${folder}`],
      ...['--service-account-issuer=https://kubernetes.default.svc', '--authorization-mode=RBAC'],
      `--service-account-key-file=${file('sa.pub', String(publicKey.export({ type: 'spki', format: 'pem' })))}`,
      `--service-account-signing-key-file=${file('sa.key', String(privateKey.export({ type: 'pkcs8', format: 'pem' })))}`,
      `--token-auth-file=${file('tokens', 'admin-token,admin,admin,system:masters\n')}`,
      `--authentication-config=${file('authentication.yaml', authentication)}`,
    ]),
  ];
  const url = `https://127.0.0.1:${port}`;
  const authority = join(folder, 'apiserver.crt');
  const admin: ApiServer['admin'] = async (args, input = '') => {
    const access = [`--server=${url}`, `--certificate-authority=${authority}`, '--token=admin-token'];
    return (
      await $({ quiet: true, input, env: { ...process.env, KUBECONFIG: '/dev/null' } })`kubectl ${access} ${args}`
    ).stdout;
  };
  const stop = async () => void (await Promise.all(running.toReversed().map(end)));
  const ready = async () => (await admin(['get', '--raw', '/readyz'])) === 'ok';
  await waitFor('the API server', ready, { timeoutMs: 50_000, log: join(folder, 'kube-apiserver.log') }).catch(
    async error => {
      await stop();
      throw error;
    },
  );
  return { url, ca: readFileSync(authority).toString('base64'), admin, stop };
}

function daemon(folder: string, name: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, `${name}.log`), 'w');
  return spawn(name, args, { cwd: folder, stdio: ['ignore', log, log] });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(server => new Promise(resolve => server.once('listening', resolve))));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
