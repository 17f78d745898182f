// Stands in for buildx and the registry behind it. FAKE_STATE is a folder: `calls` gets each command line,
// `tags.json` holds the registry. FAKE_BUILDX picks a fault.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const state = process.env.FAKE_STATE ?? '';
const fault = process.env.FAKE_BUILDX ?? '';
const [command, ...args] = process.argv.slice(2);
const tagsFile = `${state}/tags.json`;
const tags: Record<string, string> = existsSync(tagsFile) ? JSON.parse(readFileSync(tagsFile, 'utf8')) : {};

appendFileSync(`${state}/calls`, `${[command, ...args].join(' ')}\n`);
appendFileSync(`${state}/auth`, `${readAuth()}\n`);

switch (command) {
  case 'imagetools':
    inspect(args.at(-1) ?? '');
    break;
  case 'build':
    build();
    break;
  case 'create':
    console.log(args[args.indexOf('--name') + 1]);
    break;
}

function inspect(image: string): void {
  if (fault === 'unreachable')
    fail(`ERROR: failed to do request: Head "http://${image}": dial tcp: connection refused`);
  const digest = tags[image];
  if (digest === undefined) fail(`ERROR: ${image}: not found`);
  console.log(JSON.stringify({ schemaVersion: 2, digest, size: 1 }));
}

function build(): void {
  const context = readContext(args.at(-1) ?? '');
  writeFileSync(`${state}/context.json`, JSON.stringify(Object.keys(context)));
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
  const digest = `sha256:${createHash('sha256').update(JSON.stringify(context)).digest('hex')}`;
  tags[args[args.indexOf('--tag') + 1] ?? ''] = digest;
  writeFileSync(tagsFile, JSON.stringify(tags));
  const metadata = fault === 'no-digest' ? {} : { 'containerimage.digest': digest };
  writeFileSync(args[args.indexOf('--metadata-file') + 1] ?? '', JSON.stringify(metadata));
}

function readContext(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map(path => [relative(folder, path), readFileSync(path, 'utf8')]));
}

function readAuth(): string {
  const file = `${process.env.DOCKER_CONFIG}/config.json`;
  return existsSync(file) ? readFileSync(file, 'utf8') : 'none';
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
