import { createHash, randomBytes } from 'node:crypto';
import { ActionError } from './errors.ts';
import { type Command, commandFailed, execute, isOnPath, type Outcome } from './exec.ts';
import { isRecord } from './json.ts';

/** How to run buildx. */
export interface Buildx {
  readonly file: string;
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** An image's manifest or index as the registry holds it; the digest is that of the very bytes that came. */
export interface StoredImage {
  readonly digest: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Whether an image exists. `denied`: logged in, but reading is refused, as some registries answer for a new repository. */
export type ImageState =
  | { readonly kind: 'found'; readonly image: StoredImage }
  | { readonly kind: 'missing' }
  | { readonly kind: 'denied' | 'unauthorized' | 'failed'; readonly message: string };

/** Finds buildx: as a program of its own, which somebody put on PATH to be used, else as docker's plug-in. Throws `tool-missing`. */
export async function findBuildx(env: Buildx['env'], signal?: AbortSignal): Promise<Buildx> {
  const candidates: Buildx[] = [];
  if (isOnPath('buildx')) candidates.push({ file: 'buildx', prefix: [], env, signal });
  if (isOnPath('docker')) candidates.push({ file: 'docker', prefix: ['buildx'], env, signal });
  for (const buildx of candidates) if ((await execute(buildxCommand(buildx, ['version']))).code === 0) return buildx;
  throw new ActionError('tool-missing', 'Neither `buildx` nor `docker buildx` is on PATH.');
}

/** The command `buildx …args`. */
export function buildxCommand({ file, prefix, env, signal }: Buildx, args: readonly string[]): Command {
  return { file, args: [...prefix, ...args], env, signal };
}

/** Asks the registry for an image by tag or digest. An empty `builder` is buildx's own choice. */
export async function inspectImage(buildx: Buildx, builder: string, ref: string): Promise<ImageState> {
  const args = ['imagetools', 'inspect', ...builderFlag(builder), '--raw', ref];
  return readImageState(await execute(buildxCommand(buildx, args)));
}

/** Points a tag at what its repository already holds under a digest; the bytes stay as they are. */
export function putTag(buildx: Buildx, builder: string, ref: string, digest: string): Promise<Outcome> {
  const flags = [...builderFlag(builder), '--progress', 'plain', '--prefer-index=false'];
  return execute(buildxCommand(buildx, ['imagetools', 'create', ...flags, '--tag', ref, digest]));
}

/** What an `imagetools inspect --raw` said. */
export function readImageState({ code, stdout, stderr }: Pick<Outcome, 'code' | 'stdout' | 'stderr'>): ImageState {
  if (code === 0) return readManifest(stdout);
  const message = stderr.trim() || `exit code ${code}`;
  if (/\b(401|unauthorized|authentication required|incorrect username|no basic auth)\b/i.test(message))
    return { kind: 'unauthorized', message };
  if (/\b(403|denied|forbidden|insufficient_scope)\b/i.test(message)) return { kind: 'denied', message };
  if (/: not found\s*$|manifest[ _]unknown|name[ _]unknown|\b404\b/im.test(message)) return { kind: 'missing' };
  return { kind: 'failed', message };
}

/** Makes a builder for this run alone; its name. */
export async function createBuilder(buildx: Buildx): Promise<string> {
  const name = `vad-gitops-${randomBytes(4).toString('hex')}`;
  const command = buildxCommand(buildx, ['create', '--name', name, '--driver', 'docker-container', '--bootstrap']);
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  return name;
}

/** Removes a builder that this run made, even after the run was cancelled. */
export async function removeBuilder(buildx: Buildx, name: string): Promise<void> {
  await execute(buildxCommand({ ...buildx, signal: undefined }, ['rm', '--force', name]));
}

function builderFlag(builder: string): string[] {
  return builder === '' ? [] : ['--builder', builder];
}

function readManifest(bytes: Buffer): ImageState {
  try {
    const manifest: unknown = JSON.parse(bytes.toString('utf8'));
    if (isRecord(manifest) && manifest.schemaVersion === 2) {
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      return { kind: 'found', image: { digest, manifest } };
    }
  } catch {
    // Falls through: what is not JSON is no manifest either.
  }
  return { kind: 'failed', message: `The registry gave no manifest, but: ${bytes.toString('utf8', 0, 200)}` };
}
