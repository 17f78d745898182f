import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { $ } from 'zx';
import { root } from './render.ts';

/** What a stubbed action answers: its outputs, or a failure; with `fails` both. */
export type Answer = Readonly<Record<string, string>> | 'fail';

export interface Call {
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface Run {
  readonly succeeded: boolean;
  readonly calls: readonly Call[];
}

const actions = ['classify-push', 'build-push', 'bump-overlay', 'cluster-login', 'verify-rollout', 'rollback'];

// Takes the place of a bundled action: writes down what it was given, and answers by name, by name and environment, or by those and revision or strategy.
const stub = `
import { appendFileSync } from 'node:fs';
const action = process.argv[1].split('/').at(-1).replace('.js', '');
const given = Object.entries(process.env).filter(([name]) => name.startsWith('INPUT_'));
const inputs = Object.fromEntries(given.map(([name, value]) => [name.slice(6).toLowerCase(), value]));
appendFileSync(process.env.STUB_LOG, JSON.stringify({ action, inputs }) + '\\n');
const answers = JSON.parse(process.env.STUB_ANSWERS);
const names = [action + ' ' + inputs.environment + ' ' + (inputs.revision ?? inputs.strategy), action + ' ' + inputs.environment, action];
const answer = names.map(name => answers[name]).find(Boolean) ?? {};
if (answer === 'fail') process.exit(1);
const { fails, ...outputs } = answer;
for (const [name, value] of Object.entries(outputs)) appendFileSync(process.env.GITHUB_OUTPUT, name + '=' + value + '\\n');
if (fails) process.exit(1);
`;

/** A throw-away checkout with our real workflows and metadata, and stubs in the place of the bundled actions. */
export class StubbedCheckout {
  private readonly folder: string;
  // Not inside the checkout: act copies the checkout into it.
  private readonly cache: string;

  private constructor(folder: string, cache: string) {
    this.folder = folder;
    this.cache = cache;
  }

  static async make(): Promise<StubbedCheckout> {
    const folder = await mkdtemp(join(tmpdir(), 'vad-gitops-act-'));
    const copied = ['.github', 'scripts/tools/kustomize', ...actions.map(name => `actions/${name}/action.yml`)];
    for (const path of copied) await cp(join(root, path), join(folder, path), { recursive: true });
    await mkdir(join(folder, 'actions/dist'));
    await writeFile(join(folder, 'actions/package.json'), '{ "type": "module" }');
    for (const name of actions) await writeFile(join(folder, `actions/dist/${name}.js`), stub);
    const git = $({ cwd: folder, quiet: true });
    await git`git init --quiet --initial-branch main`;
    await git`git remote add origin https://github.com/example/example.git`;
    await git`git add .`;
    await git`git -c user.name=test -c user.email=test@localhost commit --quiet --message test`;
    return new StubbedCheckout(folder, await mkdtemp(join(tmpdir(), 'vad-gitops-act-cache-')));
  }

  /** Mints a token without GitHub: one that names what it was asked for. */
  async stubAppToken(): Promise<void> {
    const file = join(this.folder, '.github/actions/app-token/action.yml');
    const action = parse(await readFile(file, 'utf8'));
    const asked = ['client-id', 'pull-requests', 'attestations'].map(name => `\${{ inputs.${name} }}`).join(' ');
    const run = 'echo "token=$ASKED" >> "$GITHUB_OUTPUT"';
    action.runs.steps = [{ id: 'mint', shell: 'bash', env: { ASKED: `for ${asked}` }, run }];
    await writeFile(file, stringify(action));
  }

  /** Pushes to main, as far as the workflow can tell, of a repository with these variables. */
  push(answers: Readonly<Record<string, Answer>>, variables: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.run(['push'], 'deploy.yaml', answers, variables);
  }

  /** Dispatches a workflow with these inputs. */
  dispatch(
    workflow: string,
    inputs: Readonly<Record<string, string>>,
    answers: Readonly<Record<string, Answer>>,
  ): Promise<Run> {
    const given = Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]);
    return this.run(['workflow_dispatch', ...given], workflow, answers, {});
  }

  private async run(
    event: readonly string[],
    file: string,
    answers: Readonly<Record<string, Answer>>,
    variables: Readonly<Record<string, string>>,
  ): Promise<Run> {
    const log = join(this.folder, '.git/calls');
    await writeFile(log, '');
    const told = { STUB_LOG: log, STUB_ANSWERS: JSON.stringify(answers), KUBECONFIG: join(this.folder, '.git/config') };
    const pairs = (flag: string, values: Readonly<Record<string, string>>) =>
      Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
    const flags = [...pairs('--env', told), ...pairs('--var', variables)];
    const env = { ...process.env, XDG_CACHE_HOME: this.cache };
    const run = $({ cwd: this.folder, quiet: true, nothrow: true, env, timeout: '50s' });
    const workflow = join('.github', 'workflows', file);
    const result = await run`act ${event} --platform ubuntu-latest=-self-hosted --workflows ${workflow} ${flags}`;
    const lines = (await readFile(log, 'utf8')).split('\n').filter(Boolean);
    return {
      succeeded: result.exitCode === 0,

      calls: lines.map(line => JSON.parse(line) as Call),
    };
  }

  async remove(): Promise<void> {
    for (const folder of [this.folder, this.cache]) await rm(folder, { recursive: true, force: true });
  }
}
