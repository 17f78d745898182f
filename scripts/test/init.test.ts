import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bodyFaults } from '../../actions/test/fakes/openapi.ts';
import { commandFaults } from '../check/command-faults.ts';
import { manifestFaults } from '../check/manifests.ts';
import { onlyNamedBranches } from '../init/steps.ts';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { root } from './render.ts';

let clone: string;

beforeAll(() => ensureTools(['kustomize', 'kubeconform', 'actionlint'], terminalProgress()), 180_000);

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'vad-gitops-init-'));
  const files = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0').filter(Boolean);
  // One that is deleted and not committed so is no file of the clone.
  for (const file of files.filter(file => existsSync(join(root, file)))) cpSync(join(root, file), join(clone, file));
  git(clone, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(clone, '.git/info/exclude'), 'node_modules\n');
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  commitAll();
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

function git(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function commitAll(): void {
  git(clone, 'add', '--all');
  git(clone, '-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message', 'test');
}

function init(...args: readonly string[]) {
  return spawnSync(process.execPath, ['scripts/init.ts', ...args], { cwd: clone, encoding: 'utf8' });
}

const text = (file: string) => readFileSync(join(clone, file), 'utf8');
const rulesets = 'POST /repos/{owner}/{repo}/rulesets';
const owner = ['--repo', 'Acme/voice-gitops', '--owners', '@acme/voice', '--app-id', '424242'];

test.each(['argocd', 'flux'])('a fresh clone becomes an invented owner’s, for %s: valid, and whole', async engine => {
  const { status, stdout, stderr } = init(...owner, '--image', 'registry.acme.example/voice/vad', '--engine', engine);
  expect(status, stderr).toBe(0);
  const engines = globSync('kustomize/clusters/*/{argocd,flux}/*.yaml', { cwd: clone });
  const addresses = engines.flatMap(file => text(file).match(/https:\/\/github\.com\/\S+/g) ?? []);
  expect(addresses.length).toBeGreaterThanOrEqual(4);
  expect(new Set(addresses)).toEqual(new Set(['https://github.com/Acme/voice-gitops.git']));
  for (const file of globSync('.github/workflows/*.yaml', { cwd: clone }).filter(one => /^ {2}IMAGE:/m.test(text(one))))
    expect(text(file), file).toMatch(/^ {2}IMAGE: .*vars\.IMAGE \|\| 'registry\.acme\.example\/voice\/vad'/m);
  expect(text('.github/CODEOWNERS')).toMatch(/^\/kustomize\/overlays\/\*\/release\/ @acme\/voice$/m);
  for (const name of ['main', 'tags'])
    expect(rulesetFaults(JSON.parse(text(`.github/rulesets/${name}.json`)))).toEqual([]);
  expect(stdout).toContain(`kubectl apply --server-side --kustomize kustomize/clusters/staging/rbac`);
  expect(stdout).toContain('gh variable set APP_ID --repo Acme/voice-gitops --body 424242\n');
  const keys = [...stdout.matchAll(/APP_PRIVATE_KEY --repo Acme\/voice-gitops --env (\S+) </g)].map(([, name]) => name);
  // Where the App is used: a key that passes the ruleset lies nowhere else.
  expect(keys).toEqual(['staging', 'production', 'production-ops']);
  for (const name of ['staging', 'production'])
    expect(stdout).toContain(`KUBECONFIG --repo Acme/voice-gitops --env ${name}-ops < ${name}.kubeconfig`);
  expect(stdout).toContain('repos/Acme/voice-gitops/actions/permissions/workflow -f default_workflow_permissions=read');
  expect(stdout.includes('gh variable set ENGINE --repo Acme/voice-gitops --body flux')).toBe(engine === 'flux');
  expect(await commandFaults(clone, ['actionlint', '-shellcheck=', '-pyflakes='])).toEqual([]);
  expect(await manifestFaults(clone)).toEqual([]);
});

test('only addresses differ in the manifests, and a second run changes nothing', () => {
  expect(init(...owner).status).toBe(0);
  const changed = git(clone, 'diff', '--unified=0', '--', 'kustomize').split('\n');
  const added = changed.filter(line => /^\+[^+]/.test(line));
  expect(added.length).toBeGreaterThanOrEqual(4);
  expect(added.filter(line => !line.includes('https://github.com/Acme/voice-gitops.git'))).toEqual([]);
  expect(git(clone, 'diff', '--', '.github/workflows')).toBe('');
  const second = init(...owner);
  expect(second.stdout).toMatch(/^Nothing to change/);
  expect(second.status).toBe(0);
});

test('a work tree with changes is left alone, unless forced', () => {
  writeFileSync(join(clone, 'mine.txt'), 'mine');
  const refused = init(...owner);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/not committed:\n\?\? mine\.txt\nNothing was written\.\nNext: .*--force/);
  expect(git(clone, 'status', '--porcelain')).toBe('?? mine.txt\n');
  expect(init(...owner, '--force').status).toBe(0);
});

test('the App is the only one that may bypass main, and ci-ok is what it requires', () => {
  init(...owner);
  const ruleset = JSON.parse(text('.github/rulesets/main.json'));
  expect(ruleset.bypass_actors).toEqual([{ actor_id: 424242, actor_type: 'Integration', bypass_mode: 'always' }]);
  expect(JSON.stringify(ruleset.rules)).toContain('"context":"ci-ok"');
});

test('GitHub’s description refuses a ruleset with a misspelt property, and a rule that it does not know', () => {
  const ruleset = JSON.parse(text('.github/rulesets/main.json'));
  expect(rulesetFaults(ruleset)).toEqual([]);
  expect(rulesetFaults({ ...ruleset, bypass_actor: [] })).toEqual([`${rulesets} body has the unknown bypass_actor`]);
  expect(rulesetFaults({ ...ruleset, rules: [{ type: 'reviews' }] }).join()).toContain('/rules/0');
  expect(rulesetFaults({ ...ruleset, enforcement: 'on' }).join()).toContain('/enforcement');
});

test('what the steps send to GitHub fits its description', () => {
  const environment = 'repos/{owner}/{repo}/environments/{environment_name}';
  expect(bodyFaults(`PUT /${environment}`, onlyNamedBranches)).toEqual([]);
  const openPulls = { default_workflow_permissions: 'read', can_approve_pull_request_reviews: true };
  expect(bodyFaults('PUT /repos/{owner}/{repo}/actions/permissions/workflow', openPulls)).toEqual([]);
  expect(bodyFaults(`POST /${environment}/deployment-branch-policies`, { name: 'main' })).toEqual([]);
});

function rulesetFaults(ruleset: unknown): string[] {
  return bodyFaults(rulesets, ruleset);
}
