import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from './render.ts';

/** Runs a line of our own code with empty Go caches and a proxy that nobody answers for. */
async function withoutNetwork(code: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vad-gitops-offline-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const away = 'http://127.0.0.1:1';
  const env = {
    ...process.env,
    ...{ GOPROXY: away, HTTPS_PROXY: away, HTTP_PROXY: away, GOMODCACHE: join(folder, 'mod'), GOFLAGS: '-modcacherw' },
    ...{ GOTOOLCHAIN: 'local', XDG_CACHE_HOME: folder },
  };
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk));
  await new Promise(resolve => child.on('close', resolve));
  return said;
}

const describe = (work: string) => `
  import { describeFailure } from './scripts/failure.ts';
  try { ${work} } catch (error) { console.log(describeFailure(error)); }`;

test('a tool that cannot be built for want of its modules says so, and that a later run needs none', async () => {
  const said = await withoutNetwork(
    describe(`
    const { tools } = await import('./scripts/tools/tools.ts');
    const { buildTool } = await import('./scripts/tools/build.ts');
    await buildTool(tools.find(tool => tool.module === 'actionlint'), process.env.GOMODCACHE + '-build');`),
  );
  expect(said).toMatch(/^Go could not build github\.com\/rhysd\/actionlint/);
  expect(said).toContain('connection refused');
  expect(said).toMatch(/\nNext: Something could not be fetched\. The first run needs a network.*later runs need none/);
});

test('a module whose files are wanted says so too', async () => {
  const said = await withoutNetwork(
    describe(
      `await (await import('./scripts/tools/module-source.ts')).moduleSource('kubeconform', 'github.com/yannh/kubeconform')`,
    ),
  );
  expect(said).toMatch(
    /^The Go module github\.com\/yannh\/kubeconform could not be downloaded\.\nCause: .*connection refused/,
  );
  expect(said).toMatch(/\nNext: Something could not be fetched\./);
});
