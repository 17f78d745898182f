import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Ended, runAction, temporaryFolder, write } from '../harness.ts';

/** What GitHub's runner sets where a job may have id tokens. */
export type TokenEnvironment = Readonly<
  Record<'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', string>
>;

/** Plays the runner's token service on loopback: `answer` gets the audience and gives a token, or a status. */
export async function tokenService(answer: (audience: string) => string | number): Promise<TokenEnvironment> {
  const server = createServer((request, response) => {
    const audience = new URL(request.url ?? '', 'http://localhost').searchParams.get('audience') ?? '';
    const given = request.headers.authorization === 'Bearer runner-secret' ? answer(audience) : 401;
    response.statusCode = typeof given === 'number' ? given : 200;
    response.end(typeof given === 'number' ? '' : JSON.stringify({ value: given }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-secret',
  };
}

/** One call of a cloud's command: arguments, its cloud's variables, and the content of files that it was handed. */
export interface CloudCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

export interface Login extends Ended {
  readonly calls: readonly CloudCall[];
  /** The kubeconfig that was written; undefined where none was. */
  readonly kubeconfig: { users: { user: Record<string, unknown> }[]; clusters: { cluster: object }[] } | undefined;
}

/** Runs cluster-login with fake aws, gcloud and az, which answer by the beginning of their command. */
export async function login(
  cluster: string,
  answers: Readonly<Record<string, string | null>>,
  env: Readonly<Record<string, string>>,
): Promise<Login> {
  const folder = temporaryFolder();
  const log = join(folder, 'calls');
  write(folder, 'calls', '');
  const fake = join(import.meta.dirname, '../fakes/cloud.ts');
  mkdirSync(join(folder, 'bin'));
  for (const name of ['aws', 'gcloud', 'az']) {
    write(folder, `bin/${name}`, `#!/bin/sh\nexec '${process.execPath}' '${fake}' ${name} "$@"\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  const told = {
    FAKE_CLOUD: JSON.stringify(answers),
    FAKE_CLOUD_LOG: log,
    PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
    RUNNER_TEMP: folder,
  };
  const ended = await runAction('cluster-login', { inputs: { cluster }, cwd: folder, env: { ...told, ...env } });
  const file = ended.outputs.kubeconfig;
  return {
    ...ended,
    calls: readFileSync(log, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line)),
    kubeconfig: file ? JSON.parse(readFileSync(file, 'utf8')) : undefined,
  };
}
