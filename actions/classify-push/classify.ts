/** What a push touches. */
export interface Touched {
  readonly imageInputs: readonly string[];
  /** Manifests, without release files. */
  readonly manifests: readonly string[];
  /** Environments whose release files changed. */
  readonly releases: readonly string[];
  /** Environments whose holds changed. */
  readonly holds: readonly string[];
  /** The run that made the pushed commit, if one of ours did. */
  readonly ownRun: string | undefined;
}

export interface Classification {
  readonly class: 'deploy' | 'verify' | 'none';
  readonly environments: readonly string[];
  /** Manifests changed, or nobody can say: what is released has to be verified with them, whatever becomes of the image. */
  readonly touchesManifests: boolean;
  readonly reason: string;
}

/** What a push calls for. Pure. */
export function classify(touched: Touched, environments: readonly string[]): Classification {
  const { imageInputs, manifests, releases, holds, ownRun } = touched;
  const as = (kind: Classification['class'], concerned: readonly string[], reason: string): Classification => ({
    class: kind,
    environments: concerned,
    touchesManifests: manifests.length > 0,
    reason,
  });
  const deploy = (reason: string) => as('deploy', environments, reason);
  const none = (reason: string) => as('none', [], reason);
  if (imageInputs.length > 0) return deploy(`touches the image's inputs: ${sample(imageInputs)}`);
  if (manifests.length > 0) return deploy(`touches manifests: ${sample(manifests)}`);
  const changed = environments.filter(environment => [...releases, ...holds].includes(environment));
  if (changed.length === 0) return none('touches neither the image, nor manifests, nor a release file');
  if (ownRun !== undefined) return none(`is the bump of run ${ownRun}, which verifies it itself`);
  // What a hold has kept back is on the branch, and no push comes for it. With a release file it is a person's rollback.
  const lifted = holds.filter(environment => changed.includes(environment) && !releases.includes(environment));
  if (lifted.length > 0) return deploy(`changes the hold of ${lifted.join(', ')}`);
  return as('verify', changed, `releases to ${changed.join(', ')} and touches nothing else`);
}

function sample(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(', ');
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}
