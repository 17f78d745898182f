import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/push-outcome.ts
var racedWordings = [
  /non-fast-forward/i,
  /fetch first/i,
  /cannot lock ref/i,
  /incorrect old value provided/i,
  /failed to update ref/i,
  /reference already exists/i,
  /stale info/i,
  /tip of your current branch is behind/i
];
var deniedWordings = [
  /permission (to \S+ )?denied/i,
  /(error:|HTTP|status:?) 40[13]\b/i,
  /protected branch/i,
  /GH00[0-9]|GH013/,
  /repository rule violations/i,
  /not allowed to push/i,
  /authentication failed/i,
  /could not read username/i,
  /(pre-receive|update) hook declined/i,
  /write access to repository not granted/i
];
function readPush(code, text) {
  if (code === 0) return "landed";
  if (deniedWordings.some((wording) => wording.test(text))) return "denied";
  return racedWordings.some((wording) => wording.test(text)) ? "raced" : "failed";
}

export {
  readPush
};
