import { isInstant } from '../toolkit/hold.ts';
import { isDigest, registryOf } from '../toolkit/image.ts';
import { InputReader, isBranch, isCommit, isEnvironment, mask } from '../toolkit/input.ts';
import { readCredentials, readImage } from '../toolkit/registry-inputs.ts';
import { readServer, type Server } from '../toolkit/server.ts';
import { isWorkflow } from '../toolkit/start-workflow.ts';
import type { Holding, Lift } from './next-holds.ts';
import type { RegistryCredentials } from './proof.ts';
import { readWish, type Wish } from './wish.ts';

export interface RollbackInputs {
  readonly environment: string;
  readonly branch: string;
  readonly wish: Wish;
  /** `auto` decides by the ledger whether the image or the configuration is at fault. */
  readonly strategy: 'repin' | 'revert' | 'auto';
  readonly holding: Holding;
  /** When a new hold ends, ISO 8601; null for never. */
  readonly holdUntil: string | null;
  readonly lift: Lift;
  readonly allowUnverified: boolean;
  readonly reason: string;
  /** The digest that the release file must name; '' for any. */
  readonly expectDigest: string;
  /** No person asked for it: the guards of an automatic rollback hold. */
  readonly isAutomatic: boolean;
  /** Why the verification failed, with `isAutomatic`. */
  readonly failureReason: string;
  /** What `revert` takes back: the commits after `before`, to this one; '' finds the last that changed manifests. */
  readonly commit: string;
  readonly before: string;
  readonly requireAttestation: boolean;
  /** '' for buildx's own choice. */
  readonly builder: string;
  readonly credentials: RegistryCredentials | undefined;
  /** Started where a hold was lifted; '' starts nothing. */
  readonly workflow: string;
  /** Starts it; '' cannot. */
  readonly workflowToken: string;
  readonly maxAttempts: number;
  /** Pushes; '' takes the checkout's own credentials. */
  readonly token: string;
  /** Calls GitHub's API; '' cannot. */
  readonly apiToken: string;
  readonly server: Server;
  /** The workflow run's id, for the commit's trailer. */
  readonly run: string;
  /** That id, where GitHub starts the run again; else ''. */
  readonly rerunOf: string;
  /** Who asked for it: a login of GitHub; '' where that is not known. */
  readonly actor: string;
  readonly signal: AbortSignal;
}

const reasonLimit = 2_000;

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(
  signal: AbortSignal,
  read = new InputReader(),
  env: NodeJS.ProcessEnv = process.env,
  now = new Date(),
): RollbackInputs {
  const environment = read.matching('environment', isEnvironment, 'the name of an overlay');
  const lift = read.oneOf('release-hold', ['none', 'freeze', 'all']) satisfies Lift;
  const wish = readTo(read, environment, lift);
  const token = read.optional('token');
  const inputs = {
    environment,
    branch: read.matching('branch', isBranch, 'a branch', 'main'),
    wish,
    strategy: read.oneOf('strategy', ['repin', 'revert', 'auto']),
    holding: read.oneOf('hold', ['bad-digest', 'all', 'none']) satisfies Holding,
    holdUntil: readUntil(read, now),
    lift,
    allowUnverified: read.flag('allow-unverified'),
    reason: readReason(read),
    expectDigest: optionally(read, 'expect-digest', isDigest, 'sha256: and 64 hex digits'),
    isAutomatic: read.flag('automatic'),
    failureReason: optionally(read, 'failure-reason', text => /^[a-z-]+$/.test(text), 'a code of docs/errors.md'),
    commit: optionally(read, 'commit', isCommit, 'a full commit id'),
    before: optionally(read, 'before', isCommit, 'a full commit id'),
    requireAttestation: read.flag('require-attestation'),
    builder: read.optional('builder'),
    credentials: readRegistryLogin(read),
    workflowToken: read.optional('workflow-token') || read.optional('api-token') || token,
    workflow: optionally(read, 'workflow', isWorkflow, "a workflow file's name"),
    maxAttempts: read.count('max-attempts', 10, 100),
    token,
    apiToken: read.optional('api-token') || token,
    server: readServer(env),
    run: env.GITHUB_RUN_ID ?? 'local',
    rerunOf: Number(env.GITHUB_RUN_ATTEMPT ?? 1) > 1 ? (env.GITHUB_RUN_ID ?? '') : '',
    actor: /^[\w-]+(\[bot\])?$/.test(env.GITHUB_ACTOR ?? '') ? (env.GITHUB_ACTOR ?? '') : '',
    signal,
  };
  for (const secret of [inputs.token, inputs.apiToken, inputs.workflowToken]) mask(secret);
  if (inputs.requireAttestation && inputs.apiToken === '')
    read.fault('token', 'is required with `require-attestation: true`');
  if (inputs.strategy === 'revert' && inputs.apiToken === '')
    read.fault('token', 'is required with `strategy: revert`');
  if (inputs.strategy === 'revert') refuseWithRevert(read, inputs);
  if (inputs.strategy === 'repin' && inputs.commit !== '')
    read.fault('commit', 'is what `strategy: revert` takes back; a re-pin is told by `to`');
  if (inputs.isAutomatic && inputs.expectDigest === '')
    read.fault('expect-digest', 'is required with `automatic: true`');
  read.done();
  return inputs;
}

// A revert changes no release and no hold: what would be left undone is told before anything is.
function refuseWithRevert(read: InputReader, { holding, holdUntil, lift, isAutomatic }: Holdings): void {
  if (isAutomatic) return;
  const next = 'has no effect with `strategy: revert`: start the workflow once more for that, with `to: none`';
  if (holding === 'all') read.fault('hold', next);
  if (holdUntil !== null) read.fault('hold-until', next);
  if (lift !== 'none') read.fault('release-hold', next);
  if (read.optional('to') !== '') read.fault('to', 'is of a re-pin; `commit` says what `strategy: revert` takes back');
}

type Holdings = Pick<RollbackInputs, 'holding' | 'holdUntil' | 'lift' | 'isAutomatic'>;

function readTo(read: InputReader, environment: string, lift: Lift): Wish {
  const text = read.optional('to') || (lift === 'none' ? 'last-verified' : 'none');
  const wish = readWish(text, environment);
  const expected = `last-verified, previous, none, a digest, or the path of an entry such as ${environment}/20261201T093000000Z-3f9c2a71d0be.json`;
  if (!wish) read.fault('to', `must be ${expected}, not '${text}'`);
  return wish ?? { kind: 'none' };
}

function readUntil(read: InputReader, now: Date): string | null {
  const until = optionally(read, 'hold-until', isInstant, 'an instant such as 2026-12-01T09:30:00Z');
  if (read.optional('expires-in') === '') return until || null;
  if (until !== '') read.fault('hold-until', 'and expires-in exclude each other');
  const ends = new Date(now.getTime() + read.duration('expires-in', ''));
  return `${ends.toISOString().slice(0, 19)}Z`;
}

function readReason(read: InputReader): string {
  const reason = read.required('reason');
  if (reason.length > reasonLimit) read.fault('reason', `may have ${reasonLimit} characters, not ${reason.length}`);
  return reason;
}

function readRegistryLogin(read: InputReader): RegistryCredentials | undefined {
  const credentials = readCredentials(read);
  return credentials && { ...credentials, registry: registryOf(readImage(read)) };
}

function optionally(read: InputReader, name: string, test: (text: string) => boolean, expected: string): string {
  return read.optional(name) === '' ? '' : read.matching(name, test, expected);
}
