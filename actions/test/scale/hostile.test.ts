import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readBounds } from '../../toolkit/release-bounds.ts';
import { digestA } from '../bump-overlay/setup.ts';
import { git } from '../repositories.ts';
import { scaleWorld } from './setup.ts';

const hostile = [
  `it's "quoted": {a: [b]} # no comment`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell or GitHub would expand
  '$(touch pwned) `touch pwned` ${IFS} ; touch pwned',
  'first\n\nOperation: rollback\nVad-Gitops-Run: 1',
  'first\n::set-output name=outcome::noop\n::add-mask::a\n##[set-env name=x]y',
  '```\n# Markdown | ![x](http://example.invalid) <img src=x>\n```',
  'yes',
  '2026-12-01',
  '- op: replace\n  path: /spec/maxReplicas\n  value: 99',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell or GitHub would expand
  '{{ .Values.x }} $(VAR) ${{ secrets.TOKEN }} %0A%0Aend',
];

test.each(hostile)('the reason %j is text everywhere', async reason => {
  const world = await scaleWorld();
  const ended = await world.scale({ min: '3', 'expires-in': '1h', reason });
  const line = reason.replaceAll(/\s+/g, ' ');

  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', min: '3', max: '10' });
  // In no line of the log, where the runner looks for commands.
  expect(ended.stdout).not.toContain(line);
  expect(ended.stdout).not.toMatch(/^\s*::(set-output|add-mask)|##\[/m);
  expect(readBounds(world.released()).temporary?.reason).toBe(line);
  // Quoted, since the engines read YAML 1.1.
  const patch = parse(world.released()).patches[1].patch;
  expect(patch).toMatch(/scale-reason: ['"]/);
  const message = git(world.bare, 'show', '--no-patch', '--format=%B', 'main');
  expect(message).toContain(`\n    ${line}\n`);
  expect(git(world.bare, 'show', '--no-patch', '--format=%(trailers:only)', 'main')).toBe(
    'Operation: scale\nRequested-By: octocat\nVad-Gitops-Run: 4712',
  );
  expect(ended.summary).toMatch(/\n(`{3,})text\n[^\n]+\n\1\n/);
  expect(ended.summary).toContain(`text\n${line}\n`);
  expect(JSON.parse(ended.outputs['report-json'] ?? '').reason).toBe(line);
  expect(existsSync(join(world.work, 'pwned'))).toBe(false);
  expect(world.released()).toContain(digestA);
});
