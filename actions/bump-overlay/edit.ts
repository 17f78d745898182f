import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../toolkit/errors.ts';
import type { Repository } from '../toolkit/git.ts';
import { shortDigest } from '../toolkit/image.ts';
import { render } from '../toolkit/kustomize.ts';
import { overlayPath, releasePath } from '../toolkit/manifest-names.ts';
import { editRelease } from '../toolkit/release-file.ts';
import { say } from '../toolkit/report.ts';
import { unexpectedChanges } from './guard.ts';
import type { Head } from './head.ts';
import type { BumpInputs } from './inputs.ts';

/** Writes the wanted release into a work tree at `head`, unless the render would change otherwise. Throws `render-*`. */
export async function editRecord(tree: Repository, { environment, release }: BumpInputs, head: Head): Promise<void> {
  const { commit, text, recorded } = head;
  const from = recorded ? shortDigest(recorded.digest) : '(none)';
  say(`on head ${commit.slice(0, 12)}: ${from} → ${shortDigest(release.digest)}`);
  const before = await render(tree, overlayPath(environment));
  await writeFile(join(tree.dir, releasePath(environment)), editRelease(text, release));
  const after = await render(tree, overlayPath(environment));
  const unexpected = unexpectedChanges({ before, after, recorded, wanted: release });
  if (unexpected.length === 0) return;
  const list = unexpected.map(change => `- ${change}`).join('\n');
  throw new ActionError('render-changed', `This bump would change more than the image and its record:\n${list}`);
}
