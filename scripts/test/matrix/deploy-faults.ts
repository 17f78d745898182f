import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repositoryPath } from '../../local/git.ts';
import { openStage, type Stage } from '../cluster/stage.ts';

/** What a person meets first when it goes wrong, each with its cause in the run's own words. */
export function deployFaults(): void {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(`faults-${process.pid.toString(36)}`);
  });
  afterAll(() => stage?.repository.remove());

  it('quotes the step of a build that fails', async () => {
    const change = (text: string) => text.replace('RUN node vad-service/build.ts', 'RUN node vad-service/built.ts');
    const { failure, text } = await stage.run(await stage.repository.edit('vad-service/Dockerfile', change));
    expect(failure).toBeDefined();
    expect(text).toMatch(/::error::.*\[build-failed\]/);
    expect(text).toMatch(/::error::.*Cannot find module '\/src\/vad-service\/built\.ts'/);
    await stage.repository.edit('vad-service/Dockerfile', text => text.replace('built.ts', 'build.ts'));
  });

  it('ends at once where the push of the bump is refused, and quotes the server', async () => {
    const hook = join(repositoryPath(stage.repository.name), 'hooks', 'pre-receive');
    const rule = '#!/bin/sh\nread old new ref\ngit log -1 --format=%B $new | grep -q Vad-Gitops-Run || exit 0\n';
    await writeFile(hook, `${rule}echo 'GH013: Repository rule violations found' >&2\nexit 1\n`, { mode: 0o755 });
    const { failure, text } = await stage.run(await stage.repository.head());
    await writeFile(hook, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    expect(failure).toBeDefined();
    expect(text).toMatch(/::error::.*GH013: Repository rule violations found/);
  });
}
