// Stands in for buildx and the registry behind it. FAKE_STATE is a folder: `calls` gets each command line, `secrets` what its
// environment held of build secrets, `registry.json` holds tags and manifests. FAKE_BUILDX picks a fault.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface FakeRegistry {
  readonly tags: Record<string, string>;
  readonly manifests: Record<string, string>;
}

const state = process.env.FAKE_STATE ?? '';
const fault = process.env.FAKE_BUILDX ?? '';
const [command, ...args] = process.argv.slice(2);
const file = `${state}/registry.json`;
const registry: FakeRegistry = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { tags: {}, manifests: {} };

appendFileSync(`${state}/calls`, `${[command, ...args].join(' ')}\n`);
appendFileSync(`${state}/auth`, `${readAuth()}\n`);

switch (command) {
  case 'imagetools':
    if (args[0] === 'inspect') inspect(args.at(-1) ?? '');
    else putTag(flagValue('--tag'), args.at(-1) ?? '');
    break;
  case 'build':
    build();
    break;
  case 'create':
    console.log(flagValue('--name'));
    break;
}

function inspect(image: string): void {
  if (fault === 'unreachable')
    fail(`ERROR: failed to do request: Head "http://${image}": dial tcp: connection refused`);
  // overtaken: the tag is there only after this run has built, with another time in its image; at-once: after it has tagged.
  const hidden = ['overtaken', 'at-once'].includes(fault) && !existsSync(`${state}/${fault}`);
  const digest = image.split('@')[1] ?? (hidden ? '' : registry.tags[image]) ?? '';
  const manifest = registry.manifests[digest];
  if (manifest === undefined) fail(`ERROR: ${image}: not found`);
  process.stdout.write(manifest);
}

function putTag(ref: string, digest: string): void {
  if (fault === 'tag') fail(`ERROR: publish ${digest} to ${ref}: unexpected status from PUT request: 500`);
  if (fault === 'at-once') writeFileSync(`${state}/at-once`, '');
  else if (fault !== 'untagged') registry.tags[ref] = digest;
  save();
}

function build(): void {
  appendFileSync(`${state}/secrets`, JSON.stringify(secrets()));
  const context = readContext(args.at(-1) ?? '');
  writeFileSync(`${state}/context.json`, JSON.stringify(Object.keys(context)));
  if (fault === 'silent') process.exit(7);
  if (fault === 'hang') hang();
  if (fault === 'step') {
    fail(
      '#7 [build 3/4] RUN node build.ts\n#7 0.2 access to the cache was denied\n#7 0.212 Error: no model file\n------\n > [build 3/4] RUN node build.ts:\n0.212 Error: no model file\n------\nERROR: failed to build: failed to solve: process "/bin/sh -c node build.ts" did not complete successfully: exit code: 1',
    );
  }
  if (fault === 'push') {
    fail(
      'ERROR: failed to solve: failed to push example.invalid/vad:x: unexpected status from POST request: 403 Forbidden',
    );
  }
  writeFileSync(flagValue('--metadata-file'), metadata(push(context)));
}

/** Never ends, unless whoever has started it does. */
function hang(): never {
  console.error('#7 hanging');
  const parent = process.ppid;
  while (process.ppid === parent) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  process.exit(1);
}

/** Stores an image a platform and their index; gives the index' digest. */
function push(context: Record<string, string>): string {
  const platforms = flagValue('--platform').split(',');
  const manifests = platforms.slice(fault === 'platform' ? 1 : 0).map(platform => {
    const [os, architecture] = platform.split('/');
    const layers = [{ size: platform.length }, { size: 1000 }];
    return { digest: store({ config: { platform, context }, layers }), platform: { os, architecture } };
  });
  if (fault === 'overtaken') writeFileSync(`${state}/overtaken`, '');
  const digest = store({ manifests, annotations: { fault } });
  if (fault === 'vanished') delete registry.manifests[digest];
  save();
  return digest;
}

function metadata(digest: string): string {
  const faulty: Record<string, string> = {
    'no-digest': '{}',
    'cut-metadata': '{"containerimage.dig',
    'no-metadata': '',
    'odd-digest': '{"containerimage.digest":"sha256:abc"}',
  };
  return faulty[fault] ?? JSON.stringify({ 'containerimage.digest': digest });
}

function store(content: object): string {
  const text = JSON.stringify({ schemaVersion: 2, ...content });
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  registry.manifests[digest] = text;
  return digest;
}

function save(): void {
  writeFileSync(file, JSON.stringify(registry));
}

function flagValue(flag: string): string {
  return args[args.indexOf(flag) + 1] ?? '';
}

function secrets(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('BUILD_SECRET_')));
}

function readContext(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map(path => [relative(folder, path), readFileSync(path, 'utf8')]));
}

function readAuth(): string {
  const config = `${process.env.DOCKER_CONFIG}/config.json`;
  return existsSync(config) ? readFileSync(config, 'utf8') : 'none';
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
