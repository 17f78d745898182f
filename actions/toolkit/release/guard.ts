import { formatImage, parseImage } from '../image.ts';
import { renderedImage } from '../kustomize.ts';
import { deploymentName, placeholderImage, sourceAnnotation } from '../manifest-names.ts';
import type { Release } from '../release-file.ts';
import { type Difference, describeDifference, diffManifests } from '../rendered-diff.ts';

interface Renders {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  readonly recorded: Release | undefined;
  readonly wanted: Release;
}

/** What a bump would change in the render beyond the service's image and our annotation; each as a sentence. */
export function unexpectedChanges({ before, after, recorded, wanted }: Renders): readonly string[] {
  const image = formatImage(wanted);
  const old = [placeholderImage, recorded?.repository];
  const isExpected = (difference: Difference) =>
    isAnnotation(difference) || (isImage(difference) && difference.after === image && isOneOf(old, difference.before));
  const unexpected = diffManifests(before, after)
    .filter(difference => !isExpected(difference))
    .map(describeDifference);
  const rendered = renderedImage(after);
  if (rendered === image) return unexpected;
  return [...unexpected, `Deployment ${deploymentName} renders the image ${rendered ?? '(none)'}, not ${image}`];
}

function isAnnotation({ object, path }: Difference): boolean {
  return isOurDeployment(object) && path.join('\n') === ['metadata', 'annotations', sourceAnnotation].join('\n');
}

function isImage({ object, path }: Difference): boolean {
  return isOurDeployment(object) && /^spec\.template\.spec\.(initC|c)ontainers\.\d+\.image$/.test(path.join('.'));
}

function isOurDeployment(object: string): boolean {
  return object.startsWith('Deployment/') && object.endsWith(`/${deploymentName}`);
}

function isOneOf(repositories: readonly (string | undefined)[], image: unknown): boolean {
  return typeof image === 'string' && repositories.includes(parseImage(image).repository);
}
