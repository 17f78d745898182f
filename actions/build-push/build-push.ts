import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Buildx, TagState } from '../toolkit/buildx.ts';
import { buildxCommand, createBuilder, findBuildx, inspectTag, removeBuilder } from '../toolkit/buildx.ts';
import { ActionError } from '../toolkit/errors.ts';
import { execute } from '../toolkit/exec.ts';
import { commitTime, exportTree, listTree, needCommit, type Repository } from '../toolkit/git.ts';
import { isDigest } from '../toolkit/image.ts';
import { login } from '../toolkit/registry-login.ts';
import { say, warn } from '../toolkit/report.ts';
import { buildFailure } from './build-failure.ts';
import { buildArguments } from './buildx-args.ts';
import type { BuildPushInputs } from './inputs.ts';
import { imageTag } from './tag.ts';

export interface Built {
  readonly outcome: 'built' | 'reused';
  readonly tag: string;
  readonly digest: string;
  readonly commit: string;
  /** How many files the image is made from. */
  readonly files: number;
}

interface Plan {
  readonly inputs: BuildPushInputs;
  readonly repository: Repository;
  readonly tag: string;
}

/** Gives the digest of the image of a commit's source: the registry's, where its tag exists, else a new build's. */
export async function buildPush(inputs: BuildPushInputs, repository: Repository): Promise<Built> {
  const commit = await needCommit(repository, inputs.commit);
  const entries = await listTree(repository, commit, inputs.imageInputs);
  if (entries.length === 0) {
    throw new ActionError('image-inputs-empty', `No file of ${commit} matches: ${inputs.imageInputs.join(' ')}`);
  }
  const tag = imageTag({ ...inputs, entries });
  say(`source   ${commit.slice(0, 12)}, ${entries.length} files → ${tag}`);
  const session = await login(inputs.image, inputs.credentials);
  try {
    const buildx = await findBuildx(session.env, repository.signal);
    const made = await withBuilder(buildx, inputs.builder, builder =>
      reuseOrBuild({ inputs, repository, tag }, buildx, builder),
    );
    return { ...made, tag, commit, files: entries.length };
  } finally {
    await session.close();
  }
}

async function reuseOrBuild(plan: Plan, buildx: Buildx, builder: string): Promise<Pick<Built, 'outcome' | 'digest'>> {
  const ref = `${plan.inputs.image}:${plan.tag}`;
  const existing = existingDigest(await inspectTag(buildx, builder, ref), plan.inputs);
  if (existing) {
    say(`registry has this tag: reused, nothing built`);
    return { outcome: 'reused', digest: existing };
  }
  return { outcome: 'built', digest: await build(plan, buildx, builder, ref) };
}

function existingDigest(state: TagState, { image, credentials }: BuildPushInputs): string | undefined {
  switch (state.kind) {
    case 'found':
      return state.digest;
    case 'missing':
      return undefined;
    case 'denied':
      // Some registries refuse to say whether a repository exists before its first push; the push will tell.
      if (!credentials) throw new ActionError('registry-unauthorized', `Cannot read ${image}:\n${state.message}`);
      warn(`The registry does not say whether ${image} exists (${state.message}); building.`);
      return undefined;
    case 'unauthorized':
      throw new ActionError('registry-unauthorized', `Cannot read ${image}:\n${state.message}`);
    case 'failed':
      throw new ActionError('registry-failed', `Cannot ask the registry for ${image}:\n${state.message}`);
  }
}

async function build({ inputs, repository, tag }: Plan, buildx: Buildx, builder: string, ref: string): Promise<string> {
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'build-push-'));
  try {
    const metadataFile = join(folder, 'metadata.json');
    const context = join(folder, 'context');
    await mkdir(context);
    await exportTree(repository, inputs.commit, inputs.imageInputs, context);
    const epoch = await commitTime(repository, inputs.commit);
    const args = buildArguments(inputs, { ref, builder, metadataFile, epoch, context });
    say(`building ${inputs.platforms.join(', ')}`);
    const outcome = await execute({ ...buildxCommand(buildx, args), onLine: say });
    if (outcome.code !== 0) throw buildFailure(outcome.code, outcome.stderr);
    return readDigest(await readFile(metadataFile, 'utf8').catch(() => '{}'), tag);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The digest in buildx's metadata file. Throws `digest-empty` where there is none. */
export function readDigest(json: string, tag: string): string {
  const metadata: unknown = JSON.parse(json);
  const digest: unknown = (metadata as Record<string, unknown> | null)?.['containerimage.digest'];
  if (typeof digest === 'string' && isDigest(digest)) return digest;
  throw new ActionError('digest-empty', `buildx ended well, but named no digest for ${tag}: nothing was pushed.`);
}

async function withBuilder<T>(buildx: Buildx, given: string, work: (builder: string) => Promise<T>): Promise<T> {
  if (given) return work(given);
  const made = await createBuilder(buildx);
  try {
    return await work(made);
  } finally {
    await removeBuilder(buildx, made);
  }
}
