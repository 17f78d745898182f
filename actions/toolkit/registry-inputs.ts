import { isRepository } from './image.ts';
import { type InputReader, mask } from './input.ts';
import type { Credentials } from './registry-login.ts';

/** The input `image`: a repository, in lower case, since an owner's capitals come with `github.repository` and registries want none. */
export function readImage(read: InputReader): string {
  const isImage = (text: string) => isRepository(text.toLowerCase());
  return read.matching('image', isImage, 'a repository without tag or digest').toLowerCase();
}

/** The inputs `registry-username` and `registry-password`, hidden in the log; undefined where neither is given. */
export function readCredentials(read: InputReader): Credentials | undefined {
  const username = read.optional('registry-username');
  const password = read.optional('registry-password');
  mask(password);
  mask(password && Buffer.from(`${username}:${password}`).toString('base64'));
  if (username === '' && password === '') return undefined;
  if (username === '') read.fault('registry-username', 'is required with registry-password');
  if (password === '') read.fault('registry-password', 'is required with registry-username');
  return { username, password };
}
