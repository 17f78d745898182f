import { isRepository } from '../toolkit/image.ts';
import { defaultImageInputs } from '../toolkit/image-inputs.ts';
import { InputReader, isCommit, mask } from '../toolkit/input.ts';
import type { Credentials } from '../toolkit/registry-login.ts';

export interface BuildPushInputs {
  readonly image: string;
  readonly commit: string;
  readonly imageInputs: readonly string[];
  readonly dockerfile: string;
  readonly target: string;
  readonly platforms: readonly string[];
  readonly buildArgs: readonly string[];
  readonly buildContexts: readonly string[];
  readonly secretFiles: readonly string[];
  readonly provenance: string;
  readonly builder: string;
  readonly credentials: Credentials | undefined;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader(), env: NodeJS.ProcessEnv = process.env): BuildPushInputs {
  const imageInputs = read.lines('inputs');
  const platforms = read.words('platforms');
  const inputs = {
    // An owner's capitals come with `github.repository`; registries want none.
    image: read
      .matching('image', text => isRepository(text.toLowerCase()), 'a repository without tag or digest')
      .toLowerCase(),
    commit: read.matching('commit', isCommit, 'a full commit id', env.GITHUB_SHA ?? ''),
    imageInputs: imageInputs.length > 0 ? imageInputs : defaultImageInputs,
    dockerfile: read.required('dockerfile', 'vad-service/Dockerfile'),
    target: read.optional('target'),
    platforms: platforms.length > 0 ? platforms : ['linux/amd64', 'linux/arm64'],
    buildArgs: read.pairs('build-args'),
    buildContexts: read.pairs('build-contexts'),
    secretFiles: read.pairs('secret-files'),
    provenance: read.required('provenance', 'false'),
    builder: read.optional('builder') || (env.BUILDX_BUILDER ?? ''),
    credentials: readCredentials(read),
  };
  for (const platform of platforms) checkPlatform(read, platform);
  read.done();
  return inputs;
}

function checkPlatform(read: InputReader, platform: string): void {
  if (!/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/.test(platform)) read.fault('platforms', `has '${platform}', not os/arch`);
}

function readCredentials(read: InputReader): Credentials | undefined {
  const username = read.optional('registry-username');
  const password = read.optional('registry-password');
  mask(password);
  mask(password && Buffer.from(`${username}:${password}`).toString('base64'));
  if (username === '' && password === '') return undefined;
  if (username === '') read.fault('registry-username', 'is required with registry-password');
  if (password === '') read.fault('registry-password', 'is required with registry-username');
  return { username, password };
}
