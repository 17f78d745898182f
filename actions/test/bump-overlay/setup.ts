import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, runAction, write } from '../harness.ts';
import { commit, git, makeRepositories, push, type Repositories } from '../repositories.ts';

export const file = 'kustomize/overlays/staging/release/kustomization.yaml';
export const image = 'registry.example.invalid/team/vad-service';
export const digestA = `sha256:${'a'.repeat(64)}`;
export const digestB = `sha256:${'b'.repeat(64)}`;

const unreleased = `# Only actions write this file.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
# Stands for "nothing released yet".
metadata:
  name: release
`;

export interface BumpWorld extends Repositories {
  /** Commits a change of the service and pushes it; the commit's id. */
  change(text: string): string;
  /** Bumps staging to a source with a digest. */
  bump(source: string, digest: string, more?: BumpOptions): Promise<Ended>;
  /** The release file on the remote's main. */
  released(): string;
}

interface BumpOptions {
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly killOn?: string;
}

/** A repository with this project's own manifests, nothing released yet. */
export function bumpWorld(files: Readonly<Record<string, string>> = {}): BumpWorld {
  const repositories = makeRepositories({ 'vad-service/src/main.ts': '// first\n' });
  const { bare, work } = repositories;
  cpSync(join(import.meta.dirname, '../../../kustomize'), join(work, 'kustomize'), { recursive: true });
  for (const name of ['staging', 'production']) write(work, file.replace('staging', name), unreleased);
  commit(work, files, 'Manifests');
  push(work);
  return {
    ...repositories,
    change(text) {
      git(work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
      const id = commit(work, { 'vad-service/src/main.ts': text });
      push(work);
      return id;
    },
    bump: (source, digest, { inputs = {}, env = {}, cwd = work, ...rest } = {}) =>
      runAction('bump-overlay', {
        cwd,
        inputs: {
          environment: 'staging',
          image,
          tag: `src-${digest.slice(7, 47)}`,
          digest,
          'source-commit': source,
          ...inputs,
        },
        env: { GITHUB_RUN_ID: '4711', ...env },
        ...rest,
      }),
    released: () => git(bare, 'show', `main:${file}`),
  };
}

/** The text of a file of this work tree. */
export function readWork(work: string, path: string): string {
  return readFileSync(join(work, path), 'utf8');
}
