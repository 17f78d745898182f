import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const setup = join(import.meta.dirname, '..', 'setup.mjs');

/** Runs setup.mjs in a folder without node_modules, with a PATH on which nothing is, apt-get neither. */
function runSetup(...needs: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'vad-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(setup, join(folder, 'scripts', 'setup.mjs'));
  const env = { PATH: join(folder, 'nothing') };
  return spawnSync(process.execPath, [join(folder, 'scripts', 'setup.mjs'), ...needs], { env, encoding: 'utf8' });
}

test('lists all that is missing at once, each with the line that installs it, and begins nothing', () => {
  const { status, stderr } = runSetup('tools', 'cluster');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^This machine lacks:\n/);
  expect(stderr).toContain('- git: sudo apt-get install git\n');
  expect(stderr).toContain('- npm: sudo apt-get install npm\n');
  expect(stderr).toMatch(/- Go 1\.26 or newer, which builds the tools: https:\S+/);
  expect(stderr).toMatch(/- .*containerd, .*: sudo apt-get install --no-install-recommends .*containerd.*skopeo/);
  expect(stderr).toMatch(/Then run the same command again\.\n$/);
});

test('asks for no more than a command needs', () => {
  expect(runSetup().stderr).not.toMatch(/Go|containerd|python3/);
  expect(runSetup('tools').stderr).not.toMatch(/containerd|python3/);
  expect(runSetup('cluster').stderr).not.toContain('python3');
  expect(runSetup('clients').stderr).toContain(
    '- python3-venv: sudo apt-get install --no-install-recommends python3-venv',
  );
  expect(runSetup('clients').stderr).not.toMatch(/Go|containerd/);
});
