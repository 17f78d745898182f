/** How a push ended: `raced` lost against another writer and may be tried again, `denied` never will. */
export type PushOutcome = 'landed' | 'raced' | 'denied' | 'failed';

const racedWordings = [
  /non-fast-forward/i,
  /fetch first/i,
  /cannot lock ref/i,
  /incorrect old value provided/i,
  /failed to update ref/i,
  /reference already exists/i,
  /stale info/i,
  /tip of your current branch is behind/i,
];

const deniedWordings = [
  /permission (to \S+ )?denied/i,
  /(error:|HTTP|status:?) 40[13]\b/i,
  /protected branch/i,
  /GH00[0-9]|GH013/,
  /repository rule violations/i,
  /not allowed to push/i,
  /authentication failed/i,
  /could not read username/i,
  /(pre-receive|update) hook declined/i,
  /write access to repository not granted/i,
];

/** Reads a push's end by every wording that Git servers are known to use. */
export function readPush(code: number, text: string): PushOutcome {
  if (code === 0) return 'landed';
  // A hook's refusal may quote a ref's name, so permission is looked at first.
  if (deniedWordings.some(wording => wording.test(text))) return 'denied';
  return racedWordings.some(wording => wording.test(text)) ? 'raced' : 'failed';
}
