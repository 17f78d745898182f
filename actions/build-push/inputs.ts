import { posix } from 'node:path';
import { sourceCommit } from '../toolkit/event.ts';
import { defaultImageInputs } from '../toolkit/image-inputs.ts';
import { InputReader, isCommit } from '../toolkit/input.ts';
import { readCredentials, readImage } from '../toolkit/registry-inputs.ts';
import type { Credentials } from '../toolkit/registry-login.ts';
import { type AttestSettings, readAttest } from './attest-inputs.ts';
import { type BuildSecret, readSecrets } from './secrets.ts';

export interface BuildPushInputs {
  readonly image: string;
  readonly commit: string;
  readonly imageInputs: readonly string[];
  /** Folder of the repository that is the build context; '.' is all of it. */
  readonly context: string;
  /** Path in the repository. */
  readonly dockerfile: string;
  readonly target: string;
  readonly platforms: readonly string[];
  readonly buildArgs: readonly string[];
  readonly buildContexts: readonly string[];
  readonly secrets: readonly BuildSecret[];
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly provenance: string;
  readonly sbom: string;
  readonly builder: string;
  readonly credentials: Credentials | undefined;
  /** Repository's address on GitHub; '' where the runner names none. */
  readonly sourceUrl: string;
  /** Where attestations are demanded. */
  readonly attest: AttestSettings | undefined;
}

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(read = new InputReader(), env: NodeJS.ProcessEnv = process.env): BuildPushInputs {
  const imageInputs = read.lines('inputs');
  const inputs = {
    image: readImage(read),
    commit: readCommit(read, env),
    imageInputs: imageInputs.length > 0 ? imageInputs : defaultImageInputs,
    context: readPath(read, 'context', '.'),
    dockerfile: readPath(read, 'dockerfile', 'vad-service/Dockerfile'),
    target: read.optional('target'),
    platforms: readPlatforms(read),
    buildArgs: read.pairs('build-args'),
    buildContexts: read.pairs('build-contexts'),
    secrets: readSecrets(read),
    cacheFrom: read.lines('cache-from'),
    cacheTo: read.lines('cache-to'),
    provenance: read.matching('provenance', isProvenance, 'false, true, mode=min or mode=max', 'false'),
    sbom: read.matching('sbom', isSbom, 'false, true or generator=IMAGE', 'false'),
    builder: read.optional('builder') || (env.BUILDX_BUILDER ?? ''),
    credentials: readCredentials(read),
    sourceUrl: env.GITHUB_REPOSITORY ? `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${env.GITHUB_REPOSITORY}` : '',
    attest: readAttest(read, env),
  };
  read.done();
  return inputs;
}

function readCommit(read: InputReader, env: NodeJS.ProcessEnv): string {
  const commit = sourceCommit(read.optional('commit'), env);
  if (commit === '') read.fault('commit', 'is required: neither GITHUB_SHA nor a pull request names one');
  else if (!isCommit(commit)) read.fault('commit', `must be a full commit id, not '${commit}'`);
  return commit;
}

function readPath(read: InputReader, name: string, fallback: string): string {
  const path = posix.normalize(read.required(name, fallback)).replace(/(?<=.)\/$/, '');
  if (path.startsWith('/') || path === '..' || path.startsWith('../'))
    read.fault(name, `must be a path inside the repository, not '${path}'`);
  return path;
}

function readPlatforms(read: InputReader): readonly string[] {
  const platforms = read.words('platforms');
  for (const platform of platforms) {
    if (!/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/.test(platform))
      read.fault('platforms', `has '${platform}', not os/arch`);
  }
  return platforms.length > 0 ? [...new Set(platforms)] : ['linux/amd64', 'linux/arm64'];
}

function isProvenance(text: string): boolean {
  return /^(false|true|mode=(min|max))$/.test(text);
}

function isSbom(text: string): boolean {
  return /^(false|true|generator=\S+)$/.test(text);
}
