import { ActionError } from '../toolkit/errors.ts';
import { isDigest } from '../toolkit/image.ts';
import { textAt } from '../toolkit/json.ts';

/** The digest in buildx's metadata file, given as its text. Throws `digest-empty` where there is none. */
export function readDigest(text: string): string {
  const digest = textAt(parse(text), 'containerimage.digest');
  if (isDigest(digest)) return digest;
  const found = digest === '' ? 'no digest' : `the digest '${digest}', which is none`;
  throw new ActionError('digest-empty', `buildx ended well, but its metadata file names ${found}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
