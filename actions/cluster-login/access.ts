/** How an API server is reached, and as whom. */
export interface Access {
  readonly server: string;
  /** Certificate authority, PEM in base64. */
  readonly ca: string;
  /** The `user` of a kubeconfig. Holds credentials. */
  readonly user: Readonly<Record<string, unknown>>;
}

/** What the logins need of the job. */
export interface Job {
  readonly env: NodeJS.ProcessEnv;
  /** A folder for files that only this account may read. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** Hides a value in the log. */
  readonly mask: (secret: string) => void;
}

/** A kubeconfig with one context. JSON is YAML. */
export function kubeconfig({ server, ca, user }: Access): string {
  const name = 'vad-gitops';
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      contexts: [{ name, context: { cluster: name, user: name } }],
      clusters: [{ name, cluster: { server, 'certificate-authority-data': ca } }],
      users: [{ name, user }],
    },
    null,
    2,
  );
}
