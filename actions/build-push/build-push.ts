import { createBuilder, findBuildx, removeBuilder, type StoredImage } from '../toolkit/buildx.ts';
import { ActionError } from '../toolkit/errors.ts';
import { ensureCommit } from '../toolkit/git/fetch.ts';
import { listTree, type Repository } from '../toolkit/git/git.ts';
import { login } from '../toolkit/registry-login.ts';
import { say, warn } from '../toolkit/report.ts';
import type { Attested, Attestor } from './attest.ts';
import { build } from './build.ts';
import { type PlatformContent, readContents } from './contents.ts';
import type { BuildPushInputs } from './inputs.ts';
import { claimTag, findTag, type Registry, readStored } from './registry.ts';
import { imageTag } from './tag.ts';

export interface Built {
  readonly outcome: 'built' | 'reused';
  readonly tag: string;
  readonly digest: string;
  readonly commit: string;
  /** How many files the image is made from. */
  readonly files: number;
  readonly platforms: readonly PlatformContent[];
  /** Of this run; a reused image has one of the run that built it. */
  readonly attested: Attested | undefined;
}

type Made = Pick<Built, 'outcome' | 'attested'> & { readonly image: StoredImage };

interface Plan {
  readonly inputs: BuildPushInputs;
  readonly repository: Repository;
  readonly tag: string;
  readonly attestor: Attestor | undefined;
}

/** Gives the digest of the image of a commit's source: the registry's, where its tag exists, else a new build's. */
export async function buildPush(inputs: BuildPushInputs, repository: Repository, attestor?: Attestor): Promise<Built> {
  const commit = await ensureCommit(repository, inputs.commit);
  const entries = await listInputs(inputs, repository, commit);
  const tag = imageTag({ ...inputs, entries });
  say(`source   ${commit.slice(0, 12)}, ${entries.length} files → ${tag}`);
  const session = await login(inputs.image, inputs.credentials);
  try {
    const buildx = await findBuildx(session.env, repository.signal);
    const { image, builder, credentials, platforms } = inputs;
    const registry = { buildx, builder, repository: image, loggedIn: credentials !== undefined };
    const made = await reuseOrBuild({ inputs, repository, tag, attestor }, registry);
    const contents = await readContents(registry, made.image, platforms);
    return { ...made, tag, digest: made.image.digest, commit, files: entries.length, platforms: contents };
  } finally {
    await session.close();
  }
}

async function listInputs(inputs: BuildPushInputs, repository: Repository, commit: string): Promise<string[]> {
  const { imageInputs, dockerfile } = inputs;
  const entries = await listTree(repository, commit, imageInputs);
  if (entries.some(entry => entry.endsWith(` ${dockerfile}`))) return entries;
  const lack = entries.length === 0 ? 'No file' : `${entries.length} files, but not ${dockerfile},`;
  throw new ActionError('image-inputs-empty', `${lack} of ${commit} match: ${imageInputs.join(' ')}`);
}

async function reuseOrBuild(plan: Plan, registry: Registry): Promise<Made> {
  const existing = await reuse(plan, registry);
  if (existing) return existing;
  return withBuilder(registry, async builder => {
    const { inputs, repository, tag, attestor } = plan;
    const digest = await build(inputs, repository, registry.buildx, builder);
    const image = await readStored(registry, digest);
    // Another run may have built the same inputs meanwhile: the tag is its own, and never moves.
    const overtaken = await reuse(plan, registry);
    if (overtaken) return overtaken;
    // Before the tag, so that no tag of ours names an image without its attestation.
    const attested = await attestor?.make(inputs.image, digest);
    const named = await claimTag(registry, tag, digest);
    if (named.digest === digest) return { outcome: 'built', image, attested };
    warn(
      `${digest} was pushed, but the tag names ${named.digest}: another run of the same inputs pushed it just then.`,
    );
    return take(named, attestor);
  });
}

async function reuse({ tag, attestor }: Plan, registry: Registry): Promise<Made | undefined> {
  const image = await findTag(registry, tag);
  return image && take(image, attestor);
}

/** Takes the image that the tag names, after its attestation where one is demanded. */
async function take(image: StoredImage, attestor: Attestor | undefined): Promise<Made> {
  await attestor?.expect(image.digest);
  say(`registry has this tag: its image is taken`);
  return { outcome: 'reused', image, attested: undefined };
}

async function withBuilder<T>({ buildx, builder }: Registry, work: (builder: string) => Promise<T>): Promise<T> {
  if (builder) return work(builder);
  const made = await createBuilder(buildx);
  try {
    return await work(made);
  } finally {
    await removeBuilder(buildx, made);
  }
}
