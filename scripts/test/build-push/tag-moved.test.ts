import { expect, test } from 'vitest';
import { source } from '../../../actions/test/build-push/setup.ts';
import { git, makeRepositories } from '../../../actions/test/repositories.ts';
import { platformImages } from '../../../actions/toolkit/image-index.ts';
import { openFront } from './front.ts';
import { getManifest } from './registry-client.ts';
import { openWorkshop } from './workshop.ts';

test('a tag that somebody else moves at once to another kind of image fails the run, and no digest goes out', async () => {
  const workshop = await openWorkshop();
  const host = await openFront(workshop.host, {
    async after({ method, url = '' }) {
      const tag = /\/manifests\/(src-.*)$/.exec(url)?.[1];
      if (method === 'PUT' && tag) await moveTag(workshop.host, tag);
    },
  });
  const { work } = makeRepositories({
    ...source,
    'vad-service/Dockerfile': 'FROM scratch\nCOPY vad-service/src /app\n',
  });
  const ended = await workshop.run(work, { commit: git(work, 'rev-parse', 'HEAD'), image: `${host}/team/vad-service` });
  expect(ended.code).toBe(1);
  expect(ended.outputs).toEqual({ 'failure-reason': 'readback-mismatch' });
  expect(ended.stdout).toMatch(/::warning::sha256:\w+ was pushed, but the tag names sha256:\w+/);
  expect(ended.summary).toMatch(/sha256:\w+ is for linux\/amd64, not for linux\/amd64, linux\/arm64\./);
});

/** Puts the tag of an index to the first of its own images, which is there already. */
async function moveTag(host: string, tag: string): Promise<void> {
  const index = await getManifest(host, 'team/vad-service', tag);
  const [image] = platformImages(index.json) ?? [];
  const { text, type } = await getManifest(host, 'team/vad-service', image?.digest ?? '');
  const url = `http://${host}/v2/team/vad-service/manifests/${tag}`;
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: text });
  if (!answer.ok) throw new Error(`the registry answers ${answer.status}`);
}
