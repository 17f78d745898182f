import { bumpWorld, digestA } from '../bump-overlay/setup.ts';
import type { FakeGitHub } from '../fakes/github.ts';
import { type Ended, pathWith, runAction, temporaryFolder, write } from '../harness.ts';
import { commit, git, push, type Repositories } from '../repositories.ts';
import { application, type Frame, healthy, hpa } from '../verify-rollout/cluster.ts';

export interface DriftWorld extends Repositories {
  /** Main's head, which staging is in step with. */
  head(): string;
  /** Commits files to main; the commit's id. */
  put(files: Readonly<Record<string, string>>): string;
  change(text: string): string;
  bump(source: string, digest: string): Promise<Ended>;
  /** Looks at staging while the cluster shows these frames, look by look, and tells. */
  drift(frames: readonly Frame[], more?: DriftOptions): Promise<Ended>;
}

interface DriftOptions {
  readonly inputs?: Record<string, string>;
  readonly github?: FakeGitHub;
}

/** A repository whose staging pins digestA. Changes in Git are never too young, and patience is short, unless asked. */
export async function driftWorld(): Promise<DriftWorld> {
  const world = bumpWorld();
  await world.bump(world.change('// a\n'), digestA);
  const pull = () => git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  pull();
  const state = temporaryFolder();
  return {
    ...world,
    head: () => git(world.bare, 'rev-parse', 'main'),
    put(files) {
      pull();
      const id = commit(world.work, files);
      push(world.work);
      return id;
    },
    drift(frames, { inputs = {}, github } = {}) {
      write(state, 'cluster.json', JSON.stringify(frames));
      write(state, 'looks', '0');
      const standard = { environments: 'staging', patience: '1ms', grace: '1ms', token: github?.token ?? '' };
      return runAction('drift', {
        cwd: world.work,
        inputs: { ...standard, ...inputs },
        env: { PATH: pathWith('kubectl'), FAKE_STATE: state, ...github?.env },
      });
    },
  };
}

/** A cluster in step with a commit; what a test changes in it. */
export function frame(revision: string, change: Frame = {}): Frame {
  return { application: running(application(revision)), items: healthy(digestA), hpas: [liveHpa(2, 10)], ...change };
}

/** An Application that Argo CD syncs by itself. */
export function running(one: unknown, automated: unknown = { prune: true, selfHeal: true }): unknown {
  const metadata = { name: 'vad-service-staging' };
  return { ...(one as object), metadata, spec: { syncPolicy: { automated } } };
}

/** The live autoscaler with these bounds, at the overlay's CPU target. */
export function liveHpa(minReplicas: number, maxReplicas: number): unknown {
  const one = hpa() as { spec: object };
  const target = { type: 'Utilization', averageUtilization: 70 };
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  return { ...one, spec: { ...one.spec, minReplicas, maxReplicas, metrics } };
}
