import { git, type Repository, tryGit } from '../../actions/toolkit/git/git.ts';
import { readBlobs } from '../../actions/toolkit/git/read-file.ts';
import { parseManifests, renderedImage } from '../../actions/toolkit/kustomize.ts';

/** A pull request's preview, as the branch `previews` has it. */
export interface Preview {
  readonly pullRequest: number;
  /** The newest commit on its folder, and its time: ISO 8601, UTC. */
  readonly commit: string;
  readonly updatedAt: string;
  /** '' where its manifests name none. */
  readonly image: string;
}

/** The previews of a repository, oldest pull request first; none before the first one. */
export async function readPreviews(repository: Repository): Promise<readonly Preview[]> {
  const listed = await tryGit(repository, 'ls-tree', '-r', '-z', '--name-only', 'previews');
  if (listed.code !== 0) return [];
  const paths = listed.stdout.toString().split('\0');
  const numbers = new Set(paths.flatMap(path => /^pr-([1-9]\d{0,9})\//.exec(path)?.[1] ?? []).map(Number));
  return Promise.all(
    [...numbers].toSorted((one, other) => one - other).map(number => readPreview(repository, number, paths)),
  );
}

async function readPreview(repository: Repository, pullRequest: number, paths: readonly string[]): Promise<Preview> {
  const folder = `pr-${pullRequest}/`;
  const files = paths.filter(path => path.startsWith(folder) && /\.ya?ml$/.test(path));
  const log = await git(repository, 'log', '--max-count=1', '--format=%H %ct', 'previews', '--', folder);
  const [commit = '', seconds] = log.split(' ');
  const texts = await readBlobs(
    repository,
    files.map(path => `previews:${path}`),
  );
  return {
    pullRequest,
    commit,
    updatedAt: new Date(Number(seconds) * 1000).toISOString(),
    image: imageOf(texts),
  };
}

function imageOf(texts: readonly (string | undefined)[]): string {
  try {
    return renderedImage(texts.flatMap(text => parseManifests(text ?? ''))) ?? '';
  } catch {
    return '';
  }
}
