import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, pathWith, runAction, temporaryFolder } from '../harness.ts';
import { git, makeRepositories } from '../repositories.ts';

export const image = 'registry.example.invalid/team/vad-service';

export const source = {
  'vad-service/Dockerfile': 'FROM scratch\n',
  'vad-service/src/main.ts': "console.log('hello');\n",
  'vad-service/src/main.test.ts': '// a test\n',
  'vad-service/test/boot.ts': '// a test\n',
  'vad-service/README.md': 'about it\n',
  'proto/vad.proto': 'syntax = "proto3";\n',
  'package.json': '{}\n',
  'package-lock.json': '{}\n',
  'actions/package.json': '{}\n',
  'docs/page.md': 'a page\n',
};

export interface BuildPushWorld {
  readonly work: string;
  /** `killOn` sends SIGTERM as soon as stdout holds it. */
  run(inputs?: Record<string, string>, env?: Record<string, string>, killOn?: string): Promise<Ended>;
  /** The buildx commands that ran. */
  calls(): string[];
  /** What buildx saw as its Docker configuration, call by call. */
  logins(): string;
  /** The build secrets in the environment of the only build. */
  secrets(): Record<string, string>;
  /** The registry's tags, each with its digest. */
  tags(): Record<string, string>;
  /** The files of the last build's context. */
  context(): string[];
}

export function buildPushWorld(): BuildPushWorld {
  const { work } = makeRepositories(source);
  const state = temporaryFolder();
  const read = (name: string) => (existsSync(join(state, name)) ? readFileSync(join(state, name), 'utf8') : '');
  return {
    work,
    run: (inputs = {}, env = {}, killOn = undefined) =>
      runAction('build-push', {
        cwd: work,
        inputs: { image, commit: git(work, 'rev-parse', 'HEAD'), builder: 'b', ...inputs },
        env: { PATH: pathWith('buildx'), FAKE_STATE: state, BUILDX_BUILDER: '', ...env },
        ...(killOn === undefined ? {} : { killOn }),
      }),
    calls: () => read('calls').trimEnd().split('\n'),
    logins: () => read('auth'),
    secrets: () => JSON.parse(read('secrets')),
    tags: () => JSON.parse(read('registry.json')).tags,
    context: () => JSON.parse(read('context.json')),
  };
}
