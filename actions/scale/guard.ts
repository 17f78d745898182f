import { type Bounds, formatBounds, isSameBounds, renderedBounds } from '../toolkit/bounds.ts';
import { hpaName, scaleAnnotation } from '../toolkit/manifest-names.ts';
import { type Difference, describeDifference, diffManifests } from '../toolkit/rendered-diff.ts';

interface Renders {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  /** undefined where the overlay alone knows them: after a return. */
  readonly wanted: Bounds | undefined;
}

/** What a scale would change in the render beyond the autoscaler's bounds and our annotations; each as a sentence. */
export function unexpectedChanges({ before, after, wanted }: Renders): readonly string[] {
  const unexpected = diffManifests(before, after)
    .filter(difference => !isExpected(difference))
    .map(describeDifference);
  const rendered = renderedBounds(after);
  if (!wanted || (rendered && isSameBounds(rendered, wanted))) return unexpected;
  const found = rendered ? formatBounds(rendered) : '(none)';
  return [...unexpected, `The autoscaler ${hpaName} renders ${found}, not ${formatBounds(wanted)}`];
}

function isExpected({ object, path }: Difference): boolean {
  if (!object.startsWith('HorizontalPodAutoscaler/') || !object.endsWith(`/${hpaName}`)) return false;
  if (path[0] === 'metadata') return isOurAnnotation(path);
  return /^spec\.(minReplicas|maxReplicas|metrics\.\d+\.resource\.target\.averageUtilization)$/.test(path.join('.'));
}

// The last of our annotations takes the empty mapping with it.
function isOurAnnotation([, group, name]: readonly string[]): boolean {
  return group === 'annotations' && (name === undefined || name.startsWith(scaleAnnotation));
}
