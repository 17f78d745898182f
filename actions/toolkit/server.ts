/** Where the repository lives, as the runner tells it. */
export interface Server {
  readonly url: string;
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** Reads the runner's own variables. */
export function readServer(env: NodeJS.ProcessEnv = process.env): Server {
  return {
    url: env.GITHUB_SERVER_URL || 'https://github.com',
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    repository: env.GITHUB_REPOSITORY ?? '',
  };
}
