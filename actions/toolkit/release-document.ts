import { type Document, isMap, isScalar, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import { ActionError } from './errors.ts';

/** A release file as a document whose comments and order survive an edit. Throws `release-file-invalid`. */
export function parse(text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw invalid(error.message, error);
  if (!isMap(document.contents)) throw invalid('it is not a mapping');
  if (document.get('kind') !== 'Component') throw invalid('its kind is not Component');
  return document;
}

/** The mappings of a list; none where there is no such list. Throws `release-file-invalid`. */
export function items(document: Document, key: string): YAMLMap[] {
  const list = document.get(key);
  if (list === undefined || list === null) return [];
  if (!isSeq(list) || !list.items.every(item => item instanceof YAMLMap))
    throw invalid(`${key} is not a list of mappings`);
  return list.items.filter(item => item instanceof YAMLMap);
}

/** Adds a mapping to a list, which is made where it is missing. */
export function append(document: Document, key: string, value: Record<string, unknown>): YAMLMap {
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

/** Takes a mapping out of a list, and the list away with its last. */
export function remove(document: Document, key: string, item: YAMLMap): void {
  const list = document.get(key);
  if (!isSeq(list)) return;
  list.items = list.items.filter(other => other !== item);
  if (list.items.length === 0) document.delete(key);
}

/** What an entry of `patches` holds, as a document of its own. Throws `release-file-invalid`. */
export function parsePatch(patch: YAMLMap): Document {
  const inner = parseDocument(textOf(patch, 'patch'));
  const [error] = inner.errors;
  if (error) throw invalid(`its patch: ${error.message}`, error);
  return inner;
}

/** A mapping's text; '' where it has none under that key. */
export function textOf(map: YAMLMap | undefined, key: string): string {
  const value: unknown = map?.get(key, true);
  return isScalar(value) && typeof value.value === 'string' ? value.value : '';
}

/** The error of a release file that is not ours. */
export function invalid(why: string, cause?: unknown): ActionError {
  return new ActionError('release-file-invalid', `The release file is not what the actions write: ${why}.`, { cause });
}
