import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { clearRelease } from '../../../actions/toolkit/release-file.ts';
import { userRepository } from '../../local/deploy.ts';
import { type EngineName, engines } from '../../local/engines.ts';
import { repositoryPath } from '../../local/git.ts';
import { kubectl } from '../../local/kubectl.ts';
import { statePath } from '../../local/state.ts';

/** A copy of this work tree as a repository of its own, whose environments have namespaces of their own. */
export interface TestRepository {
  readonly folder: string;
  /** Its name on the local Git host. */
  readonly name: string;
  readonly engine: EngineName;
  readonly namespaces: { readonly staging: string; readonly production: string };
  /** Changes one file, commits, and gives the commit. */
  edit(file: string, change: (text: string) => string): Promise<string>;
  head(): Promise<string>;
  /** Removes all that the test made, on disk and in the cluster. */
  remove(): Promise<void>;
}

/** Copies the work tree as it is, committed or not, and renames what two users of one cluster would share. */
export async function testRepository(suffix: string, engine: EngineName): Promise<TestRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'vad-gitops-test-'));
  const git = $({ cwd: folder, quiet: true });
  await copyWorkTree(folder);
  await renameEnvironments(folder, suffix);
  await git`git init --quiet --initial-branch=main`;
  await git`git config user.name test`;
  await git`git config user.email test@localhost`;
  const commit = async (message: string) => {
    await git`git add --all`;
    await git`git commit --quiet --message ${message}`;
    return (await git`git rev-parse HEAD`).stdout.trim();
  };
  await commit('The work tree');
  const name = `test-${suffix}`;
  const namespaces = { staging: `vixio-staging-${suffix}`, production: `vixio-${suffix}` };
  return {
    folder,
    name,
    engine,
    namespaces,
    head: async () => (await git`git rev-parse HEAD`).stdout.trim(),
    async edit(file, change) {
      const before = await readFile(join(folder, file), 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`the edit of ${file} changed nothing`);
      await writeFile(join(folder, file), after);
      return await commit(`Edit ${file}`);
    },
    remove: () => removeAll({ folder, name, engine, namespaces }, suffix),
  };
}

/** Copies the files of this work tree as they are, committed or not. */
export async function copyWorkTree(folder: string): Promise<void> {
  const list = ['--cached', '--others', '--exclude-standard', '-z'];
  const { stdout } = await $({ cwd: userRepository, quiet: true })`git ls-files ${list}`;
  for (const file of stdout.split('\0').filter(Boolean)) {
    // A file that is deleted but not yet committed is still listed.
    await cp(join(userRepository, file), join(folder, file)).catch(error => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

async function renameEnvironments(folder: string, suffix: string): Promise<void> {
  for (const part of ['clusters', 'overlays']) {
    const root = join(folder, 'kustomize', part);
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.yaml')) continue;
      const file = join(entry.parentPath, entry.name);
      const text = await readFile(file, 'utf8');
      const isRelease = entry.parentPath.endsWith('release');
      await writeFile(file, isRelease ? clearRelease(text) : renamed(text, suffix));
    }
  }
}

/** Namespaces, and the names of objects that live beside others' in the namespace of an engine. */
function renamed(text: string, suffix: string): string {
  return text
    .replace(/^(.*[nN]amespace: )(vixio|vixio-staging)$/gm, `$1$2-${suffix}`)
    .replace(/^( {2}name: )(vixio|vixio-staging)$/gm, `$1$2-${suffix}`)
    .replace(/\b(vad-service|vad-verifier)-(staging|production)\b/g, `$1-$2-${suffix}`);
}

/** What a repository's environments leave in the namespace of its engine. */
const kindsInEngine: Readonly<Record<EngineName, readonly string[]>> = {
  argocd: ['application.argoproj.io', 'appproject.argoproj.io'],
  flux: ['kustomization.kustomize.toolkit.fluxcd.io', 'gitrepository.source.toolkit.fluxcd.io', 'serviceaccount'],
};

type Traces = Pick<TestRepository, 'folder' | 'name' | 'engine' | 'namespaces'>;

async function removeAll({ folder, name, engine, namespaces }: Traces, suffix: string): Promise<void> {
  for (const environment of ['staging', 'production']) {
    const verifier = `vad-verifier-${environment}-${suffix}`;
    const objects = [
      ...kindsInEngine[engine].map(kind => `${kind}/vad-service-${environment}-${suffix}`),
      `role/${verifier}`,
      `rolebinding/${verifier}`,
      `rolebinding/${verifier}-local-run`,
    ];
    await kubectl([
      'delete',
      ...objects,
      '--namespace',
      engines[engine].namespace,
      '--ignore-not-found',
      '--timeout=60s',
    ]);
  }
  await kubectl(['delete', 'namespace', ...Object.values(namespaces), '--ignore-not-found', '--timeout=120s']);
  // Runs at the same time have checkouts of their own.
  const checkouts = (await readdir(statePath('checkouts')).catch(() => [])).filter(entry => entry.startsWith(name));
  for (const path of [folder, repositoryPath(name), ...checkouts.map(one => statePath('checkouts', one))]) {
    await rm(path, { recursive: true, force: true });
  }
}
