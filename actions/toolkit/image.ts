/** An image name in its parts: `repository[:tag][@digest]`. */
export interface ImageRef {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Whether a text is a sha256 digest as registries write it. */
export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** Whether a text can be an image repository: host and path, without tag or digest. */
export function isRepository(text: string): boolean {
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/.test(text);
}

/** Takes `repository[:tag][@digest]` apart. A colon before the last slash is the registry's port. */
export function parseImage(text: string): ImageRef {
  const [name = '', digest] = text.split('@', 2);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const repository = colon < 0 ? name : name.slice(0, colon);
  return {
    repository,
    ...(colon < 0 ? {} : { tag: name.slice(colon + 1) }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Puts an image name together. */
export function formatImage({ repository, tag, digest }: ImageRef): string {
  return repository + (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);
}

/** The registry of a repository, as Docker's config file names it. */
export function registryOf(repository: string): string {
  const host = repository.split('/', 1)[0] ?? '';
  const isHost = repository.includes('/') && /[.:]|^localhost$/.test(host);
  return isHost && host !== 'docker.io' ? host : 'https://index.docker.io/v1/';
}

/** A digest short enough for a table: the first 12 hex digits. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}
