import { type Document, isScalar, parseAllDocuments } from 'yaml';

type Path = readonly (string | number)[];

/** Where each kind of manifest names the repository that an engine pulls. */
const places: Readonly<Record<string, readonly Path[]>> = {
  Application: [['spec', 'source', 'repoURL']],
  AppProject: [['spec', 'sourceRepos', 0]],
  GitRepository: [['spec', 'url']],
};

/** A file of manifests with the repository's address in its places; every other byte stays as it is. */
export function withRepository(text: string, url: string): string {
  const documents = parseAllDocuments(text) as Document.Parsed[];
  const ranges = documents.flatMap(document =>
    (places[String(document.get('kind'))] ?? []).flatMap(path => scalarRange(document, path)),
  );
  return replaceRanges(text, ranges, url);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function scalarRange(document: Document.Parsed, path: Path): Range[] {
  const node = document.getIn(path, true);
  if (!isScalar(node) || !node.range) return [];
  return [{ from: node.range[0], to: node.range[1] }];
}

function replaceRanges(text: string, ranges: readonly Range[], value: string): string {
  // From the end, so that the offsets before stay right.
  return ranges
    .toSorted((a, b) => b.from - a.from)
    .reduce((done, { from, to }) => done.slice(0, from) + value + done.slice(to), text);
}
