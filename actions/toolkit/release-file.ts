import { type Document, isMap, isSeq, type YAMLMap } from 'yaml';
import { isDigest } from './image.ts';
import { deploymentName, placeholderImage, sourceAnnotation } from './manifest-names.ts';
import { append, invalid, items, parse, parsePatch, textOf } from './release-document.ts';

/** What an environment runs. */
export interface Release {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** The commit whose source the image holds. */
  readonly sourceCommit: string;
}

/** What a release file records; undefined before the first bump. Throws `release-file-invalid`. */
export function readRelease(text: string): Release | undefined {
  const document = parse(text);
  const image = findImage(document);
  const patch = findPatch(document);
  if (!image && !patch) return undefined;
  const release = {
    repository: textOf(image, 'newName'),
    tag: textOf(image, 'newTag'),
    digest: textOf(image, 'digest'),
    sourceCommit: patch ? String(readPatch(patch).getIn(annotationPath) ?? '') : '',
  };
  const missing = Object.entries(release)
    .filter(([, value]) => value === '')
    .map(([name]) => name);
  if (missing.length > 0) throw invalid(`it records no ${missing.join(', ')}`);
  if (!isDigest(release.digest)) throw invalid(`'${release.digest}' is no digest`);
  return release;
}

/** The release file with another release in it; comments, order and everything else stay. */
export function editRelease(text: string, release: Release): string {
  const document = parse(text);
  const image = findImage(document) ?? append(document, 'images', { name: placeholderImage });
  image.set('newName', release.repository);
  image.set('newTag', release.tag);
  image.set('digest', release.digest);
  const patch = findPatch(document) ?? append(document, 'patches', newPatch());
  const inner = readPatch(patch);
  inner.setIn(annotationPath, release.sourceCommit);
  patch.set('patch', inner.toString());
  return document.toString({ lineWidth: 0 });
}

/** The release file with nothing released; comments, order and everything else stay. */
export function clearRelease(text: string): string {
  const document = parse(text);
  const images = document.get('images');
  const patches = document.get('patches');
  if (isSeq(images)) images.items = images.items.filter(item => item !== findImage(document));
  if (isSeq(patches)) patches.items = patches.items.filter(item => item !== findPatch(document));
  for (const [name, list] of [
    ['images', images],
    ['patches', patches],
  ] as const) {
    if (isSeq(list) && list.items.length === 0) document.delete(name);
  }
  return document.toString({ lineWidth: 0 });
}

const annotationPath = ['metadata', 'annotations', sourceAnnotation];

function findImage(document: Document): YAMLMap | undefined {
  return items(document, 'images').find(image => image.get('name') === placeholderImage);
}

// The patch on the Deployment that carries our annotation; other patches there are none of ours.
function findPatch(document: Document): YAMLMap | undefined {
  return items(document, 'patches').find(
    patch =>
      patch.getIn(['target', 'kind']) === 'Deployment' &&
      patch.getIn(['target', 'name']) === deploymentName &&
      textOf(patch, 'patch').includes(sourceAnnotation),
  );
}

function newPatch(): Record<string, unknown> {
  const patch = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${deploymentName}\n  annotations: {${sourceAnnotation}: ''}\n`;
  return { target: { kind: 'Deployment', name: deploymentName }, patch };
}

function readPatch(patch: YAMLMap): Document {
  const inner = parsePatch(patch);
  const annotations = inner.getIn(['metadata', 'annotations']);
  if (isMap(annotations)) annotations.flow = false;
  return inner;
}
