import { randomBytes } from 'node:crypto';
import { ActionError } from './errors.ts';
import { type Command, commandFailed, execute, isOnPath, type Outcome } from './exec.ts';

/** How to run buildx. */
export interface Buildx {
  readonly file: string;
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a tag exists. `denied`: logged in, but reading is refused, as some registries answer for a new repository. */
export type TagState =
  | { readonly kind: 'found'; readonly digest: string }
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

/** Asks the registry for a tag. */
export async function inspectTag(buildx: Buildx, builder: string, image: string): Promise<TagState> {
  const args = ['imagetools', 'inspect', '--builder', builder, '--format', '{{json .Manifest}}', image];
  return readTagState(await execute(buildxCommand(buildx, args)));
}

/** What an `imagetools inspect` said. */
export function readTagState({ code, stdout, stderr }: Pick<Outcome, 'code' | 'stdout' | 'stderr'>): TagState {
  if (code === 0) return readManifest(stdout.toString());
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

function readManifest(json: string): TagState {
  try {
    const manifest: unknown = JSON.parse(json);
    const digest =
      typeof manifest === 'object' && manifest !== null && 'digest' in manifest ? manifest.digest : undefined;
    if (typeof digest === 'string' && digest !== '') return { kind: 'found', digest };
  } catch {
    // Falls through: what is not JSON has no digest either.
  }
  return { kind: 'failed', message: `imagetools inspect gave no digest: ${json.slice(0, 200)}` };
}
