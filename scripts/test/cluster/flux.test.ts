import { afterAll, beforeAll, expect, it } from 'vitest';
import { editRelease } from '../../../actions/toolkit/release-file.ts';
import { openStage, type Stage, unpullable } from './stage.ts';

// The same workflow where Flux syncs: what is deployed is verified, and what cannot start is named.

let stage: Stage;
let digest: string | undefined;

beforeAll(async () => {
  stage = await openStage(`flux-${process.pid.toString(36)}`, 'flux');
});
afterAll(() => stage?.repository.remove());

it('deploys a commit to staging and production, verified', async () => {
  const { failure } = await stage.run(await stage.repository.head());
  expect(failure).toBeUndefined();
  digest = (await stage.release('staging'))?.digest;
  await stage.bothPodsReady('staging', digest);
  await stage.bothPodsReady('production', digest);
});

it('names an image that cannot be pulled, while the old pods serve', async () => {
  const { failure, text } = await stage.push('kustomize/overlays/staging/release/kustomization.yaml', file =>
    editRelease(file, unpullable),
  );
  expect(failure).toBeDefined();
  expect(text).toMatch(/::error::.*\[image-/);
  expect(text).toContain('2 old pods still ready');
  await stage.bothPodsReady('staging', digest);
});
