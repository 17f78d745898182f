import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

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

describe('every command of the README answers --help', () => {
  it.each(['up', 'down', 'merge', 'status', 'talk', 'init', 'check', 'gen', 'test'])('npm run %s -- --help', name => {
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
