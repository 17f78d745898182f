import { ActionError } from '../errors.ts';
import { shortDigest } from '../image.ts';
import { render } from '../kustomize.ts';
import { overlayPath, releasePath } from '../manifest-names.ts';
import { editRelease, type Release } from '../release-file.ts';
import { say } from '../report.ts';
import { type Draft, writeDraft } from './draft.ts';
import { unexpectedChanges } from './guard.ts';
import type { Head } from './head.ts';

export interface Wanted {
  readonly environment: string;
  readonly release: Release;
}

/** Writes the wanted release into a draft on `head`, unless the render would change otherwise. Throws `render-*`. */
export async function editRecord(draft: Draft, { environment, release }: Wanted, head: Head): Promise<void> {
  const { commit, text, recorded } = head;
  const from = recorded ? shortDigest(recorded.digest) : '(none)';
  say(`on head ${commit.slice(0, 12)}: ${from} → ${shortDigest(release.digest)}`);
  const before = await render(draft, overlayPath(environment));
  await writeDraft(draft, releasePath(environment), editRelease(text, release));
  const after = await render(draft, overlayPath(environment));
  const unexpected = unexpectedChanges({ before, after, recorded, wanted: release });
  if (unexpected.length === 0) return;
  const list = unexpected.map(change => `- ${change}`).join('\n');
  throw new ActionError('render-changed', `This bump would change more than the image and its record:\n${list}`);
}
