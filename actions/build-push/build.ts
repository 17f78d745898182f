import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Buildx, buildxCommand } from '../toolkit/buildx.ts';
import { execute } from '../toolkit/exec.ts';
import { commitTime, exportTree, type Repository } from '../toolkit/git/git.ts';
import { say } from '../toolkit/report.ts';
import { buildFailure } from './build-failure.ts';
import { buildArguments } from './buildx-args.ts';
import type { BuildPushInputs } from './inputs.ts';
import { readDigest } from './metadata.ts';
import { secretArguments } from './secrets.ts';

/** Builds what the inputs select at a commit and pushes it, without a tag. Gives the digest that buildx names. */
export async function build(
  inputs: BuildPushInputs,
  repository: Repository,
  buildx: Buildx,
  builder: string,
): Promise<string> {
  const temporary = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'build-push-'));
  try {
    const metadataFile = join(temporary, 'metadata.json');
    const folder = join(temporary, 'source');
    await mkdir(folder);
    await exportTree(repository, inputs.commit, inputs.imageInputs, folder);
    const epoch = await commitTime(repository, inputs.commit);
    const secrets = secretArguments(inputs.secrets);
    const target = { builder, metadataFile, commit: inputs.commit, epoch, folder };
    const args = buildArguments(inputs, target, secrets.args);
    say(`building ${inputs.platforms.join(', ')}`);
    const withSecrets = { ...buildx, env: { ...buildx.env, ...secrets.env } };
    const outcome = await execute({ ...buildxCommand(withSecrets, args), onLine: say });
    if (outcome.code !== 0) throw buildFailure(outcome.code, outcome.stderr);
    return readDigest(await readFile(metadataFile, 'utf8').catch(() => ''));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
