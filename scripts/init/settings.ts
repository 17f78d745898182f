import { isRepository } from '../../actions/toolkit/image.ts';
import { Failure } from '../failure.ts';

/** What a new owner has decided. */
export interface Settings {
  readonly owner: string;
  readonly name: string;
  /** Image without tag. */
  readonly image: string;
  readonly engine: 'argocd' | 'flux';
  /** Code owners as CODEOWNERS has them. */
  readonly owners: readonly string[];
  /** GitHub App that may bypass main's ruleset; undefined where there is none yet. */
  readonly appId: number | undefined;
}

type Given = Readonly<Partial<Record<'repo' | 'image' | 'engine' | 'owners' | 'app-id', string | undefined>>>;

/** The repository's address, as engines clone it. */
export const repositoryUrl = ({ owner, name }: Settings): string => `https://github.com/${owner}/${name}.git`;

/** The image's name where a repository says nothing else: deploy.yaml takes the same. */
export const defaultImage = (owner: string, name: string): string =>
  `ghcr.io/${owner}/${name}/vad-service`.toLowerCase();

/** Checks the options. @throws Failure naming every fault at once */
export function readSettings(given: Given): Settings {
  const [owner = '', name = ''] = (given.repo ?? '').split('/');
  const image = given.image ?? defaultImage(owner, name);
  const engine = given.engine ?? 'argocd';
  const owners = (given.owners ?? `@${owner}`).split(/[\s,]+/).filter(Boolean);
  const faults = [
    ...(isGitHubName(given.repo) ? [] : [`--repo must be OWNER/NAME as on GitHub, not '${given.repo ?? ''}'`]),
    ...(given.image === undefined || isPushable(image)
      ? []
      : [`--image must be registry/path in lower case, without tag or digest, not '${image}'`]),
    ...(isEngine(engine) ? [] : [`--engine must be argocd or flux, not '${engine}'`]),
    ...(given.owners === undefined || (owners.length > 0 && owners.every(isCodeOwner))
      ? []
      : [`--owners must be @user, @org/team or mail addresses, not '${given.owners}'`]),
    ...(isAppId(given['app-id']) ? [] : [`--app-id must be the App's number, not '${given['app-id']}'`]),
  ];
  if (faults.length > 0 || !isEngine(engine)) {
    throw new Failure(`Cannot begin:\n${faults.map(fault => `  - ${fault}`).join('\n')}`, {
      next: '`npm run init -- --help` explains each option.',
    });
  }
  return { owner, name, image, engine, owners, appId: given['app-id'] ? Number(given['app-id']) : undefined };
}

function isGitHubName(text = ''): boolean {
  return /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}\/(?!\.{1,2}$)(?!.*\.git$)[\w.-]{1,100}$/.test(text);
}

// A host is asked for: Docker's short names would reach a registry that nobody named.
function isPushable(image: string): boolean {
  return isRepository(image) && /^[^/]*[.:][^/]*\/|^localhost\//.test(image);
}

function isEngine(text: string): text is Settings['engine'] {
  return text === 'argocd' || text === 'flux';
}

function isCodeOwner(text: string): boolean {
  return /^@[A-Za-z0-9][A-Za-z0-9-]*(\/[\w.-]+)?$|^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);
}

function isAppId(text: string | undefined): boolean {
  return text === undefined || /^[1-9]\d{0,14}$/.test(text);
}
