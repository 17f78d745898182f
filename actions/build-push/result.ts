import { formatImage, shortDigest } from '../toolkit/image.ts';
import { paragraphs, type Result, say, table } from '../toolkit/report.ts';
import type { Built } from './build-push.ts';
import type { BuildPushInputs } from './inputs.ts';

/** What a person and the next step read. */
export function result({ image, platforms }: BuildPushInputs, { outcome, tag, digest, commit, files }: Built): Result {
  const imageRef = formatImage({ repository: image, tag, digest });
  say(`${outcome.padEnd(8)} ${imageRef}`);
  return {
    outputs: { 'image-ref': imageRef, digest, tag, outcome, 'source-sha': commit },
    report: { imageRef, image, tag, digest, outcome, sourceSha: commit, files, platforms },
    summary: paragraphs(
      `### ✅ Image ${outcome}: \`${shortDigest(digest)}\``,
      outcome === 'reused' ? 'The tag of these inputs was in the registry, so nothing was built.' : '',
      table(
        ['image', 'source', 'files', 'platforms'],
        [[`\`${imageRef}\``, `\`${commit.slice(0, 12)}\``, String(files), platforms.join(', ')]],
      ),
    ),
  };
}
