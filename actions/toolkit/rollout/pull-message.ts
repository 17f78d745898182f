import type { ErrorCode } from '../errors.ts';

/** What a failed pull was, by the kubelet's message. */
export function pullCode(message: string): ErrorCode {
  if (/not found|manifest unknown|name unknown/i.test(message)) return 'image-not-found';
  if (/\b40[13]\b|unauthorized|forbidden|denied|authorization failed/i.test(message)) return 'image-unauthorized';
  return 'image-pull-failed';
}

/** Whether a message says no more than that the kubelet waits before it pulls again. */
export function isBare(message: string): boolean {
  return message === '' || /^Back-off pulling image "[^"]*"$/.test(message);
}
