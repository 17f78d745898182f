import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../actions/test/harness.ts';
import { git } from '../../../actions/test/repositories.ts';
import { listAt } from '../../../actions/toolkit/json.ts';
import { baseReference, findBaseImage } from '../../local/base-image.ts';
import { buildSecretFiles } from '../../local/workflow.ts';
import { elfMachine, imageFiles } from '../build-push/image-files.ts';
import { getConfig } from '../build-push/registry-client.ts';
import { asTwoPlatforms } from '../build-push/two-platforms.ts';
import { openWorkshop } from '../build-push/workshop.ts';
import { copyWorkTree } from './test-repository.ts';

const image = 'team/vad-service';
const libraries = ['libonnxruntime.so.1', 'onnxruntime_binding.node'];

test('our Dockerfile makes an image for each platform, each with the native libraries of that platform alone', async () => {
  const workshop = await openWorkshop();
  const work = await workTree();
  const ended = await workshop.run(work, {
    commit: git(work, 'rev-parse', 'HEAD'),
    platforms: 'linux/amd64,linux/arm64',
    'build-contexts': `${baseReference(join(work, 'vad-service/Dockerfile'))}=oci-layout://${baseOfTwoPlatforms()}`,
    'secret-files': buildSecretFiles(),
  });
  expect(ended.code, ended.stdout).toBe(0);
  const digests = JSON.parse(ended.outputs['platform-digests'] ?? '');
  const amd64 = await inspect(workshop.host, digests['linux/amd64'], 'amd64', 'x64');
  const arm64 = await inspect(workshop.host, digests['linux/arm64'], 'arm64', 'arm64');
  expect(amd64).toContainEqual(expect.stringMatching(/^app\/main\.mjs /));
  expect(arm64).toEqual(amd64);
});

/** Checks an image's configuration and native libraries; gives its other files, each with its hash. */
async function inspect(host: string, digest: string, architecture: string, folder: string): Promise<string[]> {
  const config = await getConfig(host, image, digest);
  expect(config).toMatchObject({ architecture, os: 'linux' });
  expect(config).toHaveProperty(['config', 'Labels', 'org.opencontainers.image.licenses'], 'Apache-2.0');
  const baseLayers = listAt(config, 'rootfs', 'diff_ids').length - 1;
  const files = [...(await imageFiles(host, image, digest, baseLayers))];
  const native = files.flatMap(([path, file]) => {
    const machine = elfMachine(file);
    return machine ? [`${machine} ${path}`] : [];
  });
  const where = `app/node_modules/onnxruntime-node/bin/napi-v6/linux/${folder}`;
  expect(native).toEqual(libraries.map(name => `${architecture} ${where}/${name}`));
  return files
    .filter(([path]) => !path.startsWith(where))
    .map(([path, file]) => `${path} ${createHash('sha256').update(file).digest('hex')}`);
}

function baseOfTwoPlatforms(): string {
  const layout = findBaseImage();
  if (!layout) throw new Error('The base image’s stand-in is not there; the cluster makes it.');
  const folder = join(temporaryFolder(), 'base');
  asTwoPlatforms(layout, folder);
  return folder;
}

/** This work tree, committed or not, as a commit of a repository of its own. */
async function workTree(): Promise<string> {
  const folder = temporaryFolder();
  await copyWorkTree(folder);
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'The work tree');
  return folder;
}
