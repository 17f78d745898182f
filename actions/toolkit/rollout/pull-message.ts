import type { ErrorCode } from '../errors.ts';

/** What a failed pull was, by the kubelet's reason and its message. */
export function pullCode(reason: string, message: string): ErrorCode {
  if (reason === 'InvalidImageName' || /not found|manifest unknown|name unknown/i.test(message))
    return 'image-not-found';
  if (/\b40[13]\b|unauthorized|forbidden|denied|authorization failed/i.test(message)) return 'image-unauthorized';
  return 'image-pull-failed';
}

/** Whether a message says no more than that the kubelet waits before it pulls again. */
export function isBare(message: string): boolean {
  return message === '' || /^Back-off pulling image "[^"]*"$/.test(message);
}
