import { isRecord, textAt } from '../../../actions/toolkit/json.ts';

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** What a registry answers for a manifest, by tag or digest. */
export async function getManifest(host: string, repository: string, reference: string) {
  const answer = await fetch(`http://${host}/v2/${repository}/manifests/${reference}`, { headers: { accept } });
  const type = answer.headers.get('content-type') ?? '';
  const digest = answer.headers.get('docker-content-digest');
  const text = await answer.text();
  return { status: answer.status, type, digest, text, json: record(text) };
}

/** The configuration of an image, by its manifest's digest. */
export async function getConfig(host: string, repository: string, digest: string): Promise<Record<string, unknown>> {
  const { json } = await getManifest(host, repository, digest);
  const answer = await fetch(`http://${host}/v2/${repository}/blobs/${textAt(json, 'config', 'digest')}`);
  return record(await answer.text());
}

/** The tags of a repository; none where the registry does not know it. */
export async function listTags(host: string, repository: string): Promise<unknown> {
  const answer = await fetch(`http://${host}/v2/${repository}/tags/list`);
  return record(await answer.text()).tags ?? [];
}

function record(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
}
