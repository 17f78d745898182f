import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../init/settings.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
const text = (page: string) => readFileSync(join(root, page), 'utf8');

describe.each(pages)('%s', page => {
  it('names only npm scripts that exist', () => {
    const named = [...text(page).matchAll(/npm run (?:-s |--silent )?([a-z][\w:]*)/g)].map(match => match[1] ?? '');
    expect(named.filter(name => !scripts.includes(name))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...text(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(match => match[1] ?? '');
    expect(links.filter(link => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });
});

/** Commands of docs/getting-started.md that need GitHub, or a cluster of one's own: nothing here can run them. */
const elsewhere = [
  'kind create cluster',
  'flux install',
  'kubectl create namespace argocd',
  /^kubectl apply --server-side --namespace argocd --filename https:\S+\/argo-cd\/v[\d.]+\/manifests\/install\.yaml$/,
];

describe('every command of docs/getting-started.md', () => {
  const blocks = [...text('docs/getting-started.md').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const commands = blocks.flatMap(block => block.trim().split('\n'));

  it('is there', () => {
    expect(commands.length).toBeGreaterThan(6);
  });

  it.each(commands)('%s', command => {
    const [, folder] = /^kubectl apply --server-side --kustomize (\S+)$/.exec(command) ?? [];
    const [, input] = /^gh api --method POST repos\/OWNER\/NAME\/rulesets --input (\S+)$/.exec(command) ?? [];
    if (folder) expect(existsSync(join(root, folder, 'kustomization.yaml'))).toBe(true);
    else if (input) expect(existsSync(join(root, input))).toBe(true);
    else if (command.startsWith('npm run init -- ')) expect(initFaults(command)).toBe('');
    else
      expect(elsewhere.some(known => (typeof known === 'string' ? known === command : known.test(command)))).toBe(true);
  });

  it('names the Argo CD that we test with', () => {
    const [, version] = /argo-cd\/(v[\d.]+)\/manifests/.exec(text('docs/getting-started.md')) ?? [];
    expect(text('scripts/tools/argocd/go.mod')).toMatch(
      new RegExp(`^\\s*github\\.com/argoproj/argo-cd/v3 ${version}\\b`, 'm'),
    );
  });
});

/** What npm run init has against the options of a command in the docs, with real names in the place of OWNER and the like. */
function initFaults(command: string): string {
  const args = command
    .replace('npm run init -- ', '')
    .replaceAll('OWNER', 'acme')
    .replace('NAME', 'x')
    .replace(' ID', ' 1')
    .split(' ');
  const names = ['repo', 'image', 'engine', 'owners', 'app-id'] as const;
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]));
  try {
    readSettings(parseArgs({ args, options }).values);
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('every command of the README answers --help', () => {
  it.each([
    'up',
    'down',
    'merge',
    'status',
    'talk',
    'init',
    'check',
    'gen',
    'faults',
    'test',
  ])('npm run %s -- --help', name => {
    const script = name === 'test' ? 'scripts/test.ts' : `scripts/${name}.ts`;
    const help = execFileSync(process.execPath, [join(root, script), '--help'], { encoding: 'utf8' });
    expect(help).toMatch(new RegExp(`^npm (run )?${name}`));
  });

  it('the service too', () => {
    const help = execFileSync(process.execPath, [join(root, 'vad-service/src/main.ts'), '--help'], {
      encoding: 'utf8',
    });
    expect(help).toContain('VAD_PORT');
  });
});
