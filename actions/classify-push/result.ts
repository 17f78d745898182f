import { type Result, say } from '../toolkit/report.ts';
import type { Classification } from './classify.ts';
import type { ClassifyInputs } from './inputs.ts';

/** What a person and the next step read. */
export function result(
  { before, commit }: ClassifyInputs,
  classification: Classification,
  released: readonly string[],
): Result {
  const { environments, touchesManifests, reason } = classification;
  say(`${classification.class}: the push ${reason}`);
  return {
    outputs: {
      class: classification.class,
      environments: JSON.stringify(environments),
      released: JSON.stringify(released),
      manifests: String(touchesManifests),
      reason,
    },
    report: { ...classification, released, before: before ?? null, commit },
    summary: `**${classification.class}**: the push of \`${commit.slice(0, 12)}\` ${reason}.`,
  };
}
