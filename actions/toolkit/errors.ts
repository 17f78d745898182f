/** Who can mend it: the user's configuration, or something that happened while it ran. */
export type ErrorKind = 'configuration' | 'operation';

interface ErrorEntry {
  readonly kind: ErrorKind;
  /** What a person does next, one sentence. */
  readonly next: string;
}

/** Every error an action can end with. docs/errors.md has a section for each; a test compares the two both ways. */
export const errorRegistry = {
  'input-invalid': { kind: 'configuration', next: 'Mend the inputs named above in the workflow step.' },
  'tool-missing': { kind: 'configuration', next: 'Install the tool, or run the setup action before this step.' },
  'commit-unknown': {
    kind: 'configuration',
    next: 'Check that the commit was pushed and that the checkout can fetch.',
  },
  'image-inputs-empty': { kind: 'configuration', next: 'Correct `inputs`: its pathspecs must match the Dockerfile.' },
  'release-file-invalid': {
    kind: 'configuration',
    next: 'Restore the release file from an earlier commit; only the actions should write it.',
  },
  'hold-invalid': {
    kind: 'configuration',
    next: 'Mend or delete kustomize/overlays/<environment>/release/hold.json on the branch.',
  },
  'render-failed': { kind: 'configuration', next: 'Run the quoted kustomize command and mend the overlay on main.' },
  'render-changed': {
    kind: 'configuration',
    next: 'Check that the overlay lists release last in `components` and that nothing copies the image elsewhere.',
  },
  'application-invalid': {
    kind: 'configuration',
    next: 'Mend kustomize/clusters/<environment>/argocd/application.yaml.',
  },
  'digest-mismatch': {
    kind: 'configuration',
    next: 'Pass the digest and the revision of one and the same bump to this step.',
  },
  'bump-diverged': {
    kind: 'configuration',
    next: 'Release a commit of the branch: the recorded source and this one have no order.',
  },
  'bump-digest-conflict': {
    kind: 'configuration',
    next: 'If the image was rebuilt on purpose, run again with `rebuild: true`.',
  },
  'bump-denied': {
    kind: 'configuration',
    next: 'Give the job `contents: write`; on a protected branch pass `token` of a GitHub App on its bypass list, or set `strategy: pull-request`.',
  },
  'bump-contended': { kind: 'operation', next: 'Run the job again; other writers won every attempt.' },
  'digest-unattested': {
    kind: 'configuration',
    next: 'Build with `attest: true` in this repository, then release the digest that it gives.',
  },
  'github-forbidden': {
    kind: 'configuration',
    next: 'Give the token the permission that the request above needs (`permissions` of the job, or of the GitHub App).',
  },
  'github-failed': {
    kind: 'operation',
    next: 'Look at the answer above and at githubstatus.com, then run the job again.',
  },
  'registry-unauthorized': {
    kind: 'configuration',
    next: 'Check registry-username and registry-password, and that they may write to this repository.',
  },
  'registry-failed': { kind: 'operation', next: 'Check that the registry answers, then run the job again.' },
  'build-failed': { kind: 'operation', next: 'Mend the failing step; `docker buildx build` shows the same locally.' },
  'push-rejected': { kind: 'operation', next: 'Read what the registry said above, then run the job again.' },
  'readback-mismatch': {
    kind: 'operation',
    next: 'Find out who else pushes to this repository: only this action should, and it moves no tag.',
  },
  'attestation-unavailable': {
    kind: 'configuration',
    next: 'Give the job `id-token: write` and `attestations: write`, or set `attest: false`.',
  },
  'attestation-missing': {
    kind: 'configuration',
    next: 'Delete this version of the package, so that it is built anew and attested.',
  },
  'attestation-failed': {
    kind: 'operation',
    next: 'Run the job again; https://www.githubstatus.com tells whether GitHub or Sigstore is down.',
  },
  'digest-empty': { kind: 'operation', next: 'Use a builder that can push (docker-container or remote driver).' },
  'id-token-unavailable': {
    kind: 'configuration',
    next: 'Give the job `id-token: write`; a pull request from a fork never has it.',
  },
  'cluster-login-failed': {
    kind: 'configuration',
    next: 'Check that the cloud trusts this repository and environment, and what the role may do.',
  },
  'cluster-forbidden': {
    kind: 'configuration',
    next: 'Grant the verifier the rights in kustomize/clusters/<environment>/rbac.',
  },
  'cluster-unreachable': { kind: 'operation', next: 'Check the kubeconfig and that the API server answers.' },
  'sync-failed': { kind: 'operation', next: 'Mend what the engine could not apply; the message above names it.' },
  'manifest-error': { kind: 'operation', next: 'Mend what the engine could not render; the message above names it.' },
  'image-not-found': {
    kind: 'operation',
    next: 'Check that the digest exists in the repository that the release file names.',
  },
  'image-unauthorized': { kind: 'operation', next: 'Check the pull secret of the namespace.' },
  'image-pull-failed': { kind: 'operation', next: 'Check that the nodes reach the registry.' },
  'crash-loop': { kind: 'operation', next: 'Read the last log lines above; `kubectl logs --previous` has more.' },
  timeout: { kind: 'operation', next: 'Look at the gate named above; give it more time only if it was still moving.' },
  cancelled: { kind: 'operation', next: 'Run the job again when it should go on.' },
  'command-failed': { kind: 'operation', next: 'Run the quoted command to see its whole output.' },
  unexpected: { kind: 'operation', next: 'This is a defect of the action: report it with the stack in the log.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorRegistry;

/** An error with a code of the registry. `cause` keeps what led to it. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get kind(): ErrorKind {
    return errorRegistry[this.code].kind;
  }

  get next(): string {
    return errorRegistry[this.code].next;
  }
}

/** Any thrown value as an ActionError, its own code kept. */
export function asActionError(thrown: unknown): ActionError {
  if (thrown instanceof ActionError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ActionError('unexpected', message, { cause: thrown });
}

/** What a person reads: the message, the code, what to do next. */
export function describeError(error: ActionError): string {
  return `${error.message}\n[${error.code}] ${error.next} (docs/errors.md)`;
}
