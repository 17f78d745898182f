import { formatImage, shortDigest } from '../toolkit/image.ts';
import { paragraphs, type Result, say, table } from '../toolkit/report.ts';
import type { Built } from './build-push.ts';
import type { BuildPushInputs } from './inputs.ts';

/** What a person and the next step read. */
export function result({ image }: Pick<BuildPushInputs, 'image'>, built: Built): Result {
  const { outcome, tag, digest, commit, files, platforms, attested } = built;
  const imageRef = formatImage({ repository: image, tag, digest });
  const platformDigests = Object.fromEntries(platforms.map(({ platform, digest }) => [platform, digest]));
  const compressedSize = Math.max(...platforms.map(({ bytes }) => bytes));
  say(`${outcome.padEnd(8)} ${imageRef}`);
  return {
    outputs: {
      'image-ref': imageRef,
      digest,
      'platform-digests': JSON.stringify(platformDigests),
      tag,
      outcome,
      reused: String(outcome === 'reused'),
      'source-sha': commit,
      'compressed-size': String(compressedSize),
      'attestation-url': attested?.url ?? '',
    },
    report: {
      ...{ imageRef, image, tag, digest, outcome, reused: outcome === 'reused', sourceSha: commit, files },
      ...{ platforms, platformDigests, compressedSize, attestationUrl: attested?.url ?? null },
    },
    summary: summary(imageRef, built),
  };
}

function summary(imageRef: string, { outcome, digest, commit, files, platforms, attested }: Built): string {
  return paragraphs(
    `### ✅ Image ${outcome}: \`${shortDigest(digest)}\``,
    outcome === 'reused' ? 'The tag of these inputs was in the registry: its image is taken.' : '',
    table(['image', 'source', 'files'], [[`\`${imageRef}\``, `\`${commit.slice(0, 12)}\``, String(files)]]),
    table(
      ['platform', 'digest', 'compressed'],
      platforms.map(({ platform, digest, bytes }) => [platform, `\`${shortDigest(digest)}\``, megabytes(bytes)]),
    ),
    attested ? `[Attestation](${attested.url})` : '',
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
