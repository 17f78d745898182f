import { isTransientFailure, withoutNames } from './transient.ts';

/**
 * How a push ended: taken; too late, since another writer was faster; without an answer that says which; or refused, which no
 * further try can change.
 */
export type PushOutcome = 'accepted' | 'rejected' | 'transient' | 'refused';

// Another writer moved, made or deleted the branch, or is doing so. Sources: git, JGit (Gerrit, Bitbucket), Gitea, Azure DevOps.
const rejectedWordings = [
  /non-fast-forward/i,
  /fetch first/i,
  /stale info/i,
  /tip of your current branch is behind/i,
  /cannot lock ref .*(is at \S+ but expected|reference is missing but expected|reference already exists)/i,
  /unable to create '[^']*\.lock': File exists/i,
  /another git process seems to be running/i,
  /incorrect old value provided/i,
  /failed to update ref/i,
  /failed to lock/i,
  /reference already exists/i,
  /lock (failure|error)/i,
  /has already been updated by another client/i,
];

// No try of this token, or of this commit, can succeed.
const refusedWordings = [
  /permission (to \S+ )?denied|permission denied/i,
  /(error:|HTTP|status:?) (401|403|404|410|413)\b/i,
  /protected branch/i,
  /GH00[0-9]|GH013/,
  /repository rule violations/i,
  /not allowed to push/i,
  /refusing to allow/i,
  /authentication failed/i,
  /could not read username/i,
  /write access to repository not granted/i,
  /insufficient permission|not authorized|unauthorized/i,
  /archived so it is read-only|repository is (archived|read-only)/i,
  /does not appear to be a git repository|repository .*not found/i,
  /(deny|refusing to) updat(e|ing) (a hidden|checked out|current)/i,
  /host key verification failed/i,
];

const conflictWordings = [
  /'refs\/heads\/([^']+)' exists; cannot create/i,
  /there are still refs under '?refs\/heads\//i,
  /directory[ /]file conflict|D\/F conflict/i,
  /unable to create '[^']*\.lock': Not a directory/i,
  /cannot lock ref .*: (Not|Is) a directory/i,
  /cannot process 'refs\/heads\/[^']+' and 'refs\/heads\/[^']+' at the same time/i,
];

/** Classifies the end of a `git push --porcelain` by its exit code and all that it printed. */
export function classifyPush(code: number, printed: string): PushOutcome {
  const text = withoutNames(printed);
  // A server that failed before it took anything may leave Git with nothing to report, and an exit code of 0.
  if (code === 0) return /^Everything up-to-date$/m.test(text) ? 'transient' : 'accepted';
  if (isNameConflict(text)) return 'refused';
  // GitHub refuses with 403 whoever asks too often.
  if (/rate limit/i.test(text)) return 'transient';
  // A refusal may quote a ref's name or a timeout, so permission is looked at first.
  if (refusedWordings.some(wording => wording.test(text))) return 'refused';
  // A hook declines in the same words whether it says no or cannot reach the API that it asks.
  if (isTransientFailure(text)) return 'transient';
  if (/hook declined/i.test(text)) return 'refused';
  return rejectedWordings.some(wording => wording.test(text)) ? 'rejected' : 'transient';
}

/** Whether a push was refused because of a branch whose name is the beginning of this one's, or the other way round. */
export function isNameConflict(text: string): boolean {
  return conflictWordings.some(wording => wording.test(text));
}

/** Returns the branch in the way, where the server names it. */
export function conflictingBranch(text: string): string | undefined {
  return conflictWordings[0]?.exec(text)?.[1];
}
