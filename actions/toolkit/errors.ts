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
    next: 'Mend or delete `kustomize/overlays/<environment>/release/hold.json` on the branch.',
  },
  'render-failed': { kind: 'configuration', next: 'Run the quoted kustomize command and mend the overlay on main.' },
  'render-changed': {
    kind: 'configuration',
    next: 'Check that the overlay lists release last in `components` and that nothing copies the image elsewhere.',
  },
  'engine-objects-invalid': {
    kind: 'configuration',
    next: 'Mend `kustomize/clusters/<environment>/<engine>` in Git, or apply it once where the cluster lacks it.',
  },
  'engine-paused': {
    kind: 'configuration',
    next: 'Resume the object named above, then run the job again; the release is in Git and is not lost.',
  },
  'engine-down': {
    kind: 'operation',
    next: 'Check that the controllers of the engine run and that its webhook or receiver is set up, then run the job again.',
  },
  'source-failed': {
    kind: 'operation',
    next: 'Check the credentials of the engine for the repository, and that it reaches the Git host.',
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
  'branch-name-conflict': {
    kind: 'configuration',
    next: 'Rename or delete the branch named above, then run the job again: Git cannot hold both names.',
  },
  'git-unavailable': {
    kind: 'operation',
    next: "Check that the Git server answers (GitHub's: githubstatus.com), then run the job again.",
  },
  'bump-contended': { kind: 'operation', next: 'Run the job again; other writers won every attempt.' },
  'scale-refused': {
    kind: 'configuration',
    next: 'Ask for bounds that the arithmetic above allows, or change the overlay first.',
  },
  'digest-unattested': {
    kind: 'configuration',
    next: 'Build with `attest: true` in this repository, then release the digest that it gives.',
  },
  'rollback-unverified': {
    kind: 'configuration',
    next: 'Name a release of the ledger (`git ls-tree -r --name-only origin/ledger`), or run again with `allow-unverified: true`.',
  },
  'rollback-held': {
    kind: 'configuration',
    next: 'Choose another target, or run again with `release-hold: all`.',
  },
  'rollback-no-target': {
    kind: 'operation',
    next: 'Mend the release by another merge; there is nothing verified to go back to.',
  },
  'rollback-repeated': {
    kind: 'operation',
    next: 'Look at both releases, then run the workflow rollback with the target that you choose.',
  },
  'image-missing': {
    kind: 'operation',
    next: 'Choose another entry of the ledger: the image of this one was deleted from the registry.',
  },
  'revert-conflict': {
    kind: 'operation',
    next: 'Revert the commits named above by hand, in a pull request.',
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
    next: 'Give the job `attestations: read` to ask for one, `attestations: write` and `id-token: write` to make one; or turn attestations off.',
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
    next: 'Apply `kustomize/clusters/<environment>/rbac`, and the folder of the engine beside it, to the cluster again: the rights in them grow.',
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
  'image-invalid': {
    kind: 'configuration',
    next: 'Correct the name of the image in the release file; run the bump again.',
  },
  'config-error': {
    kind: 'configuration',
    next: 'Create the Secret, ConfigMap or key named above in the namespace, or mend its name in the overlay.',
  },
  'start-failed': {
    kind: 'operation',
    next: 'Mend the command, or the mounts, of the container; the message above says why.',
  },
  'oom-killed': {
    kind: 'operation',
    next: 'Raise the memory limit in the overlay, or find what the new image holds more than the last.',
  },
  'probe-failed': {
    kind: 'operation',
    next: 'Read the last log lines above; the service runs and does not become ready.',
  },
  unschedulable: { kind: 'operation', next: 'Add nodes, or lower the requests in the overlay.' },
  'quota-exceeded': {
    kind: 'configuration',
    next: 'Raise the ResourceQuota of the namespace, or lower the requests; a rollout needs room for one more pod.',
  },
  'admission-denied': { kind: 'configuration', next: 'Mend the overlay as the policy named above demands.' },
  'pod-refused': {
    kind: 'operation',
    next: 'Mend what the message above names; `kubectl describe replicasets` has all of it.',
  },
  'pods-evicted': {
    kind: 'operation',
    next: 'Check what the pods use against their requests, and the nodes for pressure.',
  },
  'progress-deadline': {
    kind: 'operation',
    next: 'Look at the pods below; the Deployment has made no progress for its deadline.',
  },
  'hpa-unable': { kind: 'configuration', next: 'Mend the autoscaler; `kubectl describe hpa` has its conditions.' },
  'hpa-no-metrics': { kind: 'operation', next: 'Check that the metrics server runs: `kubectl top pods` must work.' },
  'hpa-bounds': {
    kind: 'operation',
    next: 'Find out what else writes to the autoscaler or the Deployment; `kubectl get hpa --show-managed-fields -o yaml` names it.',
  },
  'service-missing': {
    kind: 'configuration',
    next: 'Restore the Service in Git: every client that dials its name fails until then.',
  },
  'service-port-changed': {
    kind: 'configuration',
    next: 'Restore the port in Git, or add the new one beside it: every client that dials the old one fails until then.',
  },
  'service-immutable': {
    kind: 'configuration',
    next: 'Restore the field in Git; to change it for good, make a Service of another name and move the clients.',
  },
  'service-differs': {
    kind: 'operation',
    next: 'Find out what else writes to the Service; `kubectl get service --show-managed-fields -o yaml` names it.',
  },
  'endpoints-missing': {
    kind: 'configuration',
    next: 'Correct the selector of the Service in Git: it must match the labels of the pods.',
  },
  'endpoints-elsewhere': {
    kind: 'configuration',
    next: 'Correct the selector of the Service in Git: clients reach pods that are not of this release.',
  },
  'endpoints-port-missing': {
    kind: 'configuration',
    next: 'Correct `targetPort` of the Service in Git, or name the port of the container as it says.',
  },
  'endpoints-wrong-port': {
    kind: 'configuration',
    next: 'Correct `targetPort` of the Service in Git: it must lead to the port on which the pods answer.',
  },
  'endpoints-foreign': {
    kind: 'operation',
    next: 'Find out what the pod or EndpointSlice named above is for, and take the labels that the Service selects off it.',
  },
  'endpoints-incomplete': {
    kind: 'operation',
    next: 'Check that kube-controller-manager runs and is not overloaded: it keeps the EndpointSlices.',
  },
  'not-serving': {
    kind: 'operation',
    next: 'Read the log of the pod named above: it runs and says that it does not serve.',
  },
  'canary-deaf': {
    kind: 'operation',
    next: 'Check the model in the image: speech that every release has heard is not heard.',
  },
  'canary-restless': { kind: 'operation', next: 'Check the model in the image: silence is taken for a voice.' },
  'canary-failed': {
    kind: 'operation',
    next: 'Read the log of the pod named above: it fails calls that every client makes.',
  },
  'crash-loop': { kind: 'operation', next: 'Read the last log lines above; `kubectl logs --previous` has more.' },
  'ledger-failed': {
    kind: 'operation',
    next: 'Check that the job may push to the branch `ledger` (`contents: write`).',
  },
  drift: {
    kind: 'operation',
    next: 'Read the table in the summary or in the issue: each line says what is off and what to do about it.',
  },
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
