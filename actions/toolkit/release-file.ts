import { type Document, isMap, isScalar, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import { ActionError } from './errors.ts';
import { isDigest } from './image.ts';
import { deploymentName, placeholderImage, sourceAnnotation } from './manifest-names.ts';

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

function parse(text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw invalid(error.message, error);
  if (!isMap(document.contents)) throw invalid('it is not a mapping');
  if (document.get('kind') !== 'Component') throw invalid('its kind is not Component');
  return document;
}

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
  const inner = parseDocument(textOf(patch, 'patch'));
  const [error] = inner.errors;
  if (error) throw invalid(`its patch: ${error.message}`, error);
  const annotations = inner.getIn(['metadata', 'annotations']);
  if (isMap(annotations)) annotations.flow = false;
  return inner;
}

function append(document: Document, key: string, value: Record<string, unknown>): YAMLMap {
  const node = document.createNode(value) as YAMLMap;
  const list = document.get(key);
  if (isSeq(list)) {
    list.flow = false;
    list.add(node);
  } else {
    const made = new YAMLSeq();
    made.add(node);
    document.set(key, made);
  }
  return node;
}

function items(document: Document, key: string): YAMLMap[] {
  const list = document.get(key);
  if (list === undefined || list === null) return [];
  if (!isSeq(list) || !list.items.every(item => item instanceof YAMLMap))
    throw invalid(`${key} is not a list of mappings`);
  return list.items.filter(item => item instanceof YAMLMap);
}

function textOf(map: YAMLMap | undefined, key: string): string {
  const value: unknown = map?.get(key, true);
  return isScalar(value) && typeof value.value === 'string' ? value.value : '';
}

function invalid(why: string, cause?: unknown): ActionError {
  return new ActionError('release-file-invalid', `The release file is not what the actions write: ${why}.`, { cause });
}
