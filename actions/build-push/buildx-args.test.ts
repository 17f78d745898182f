import { expect, test } from 'vitest';
import { buildArguments } from './buildx-args.ts';

test('inputs become arguments, one each', () => {
  const args = buildArguments(
    {
      image: 'r/i',
      context: 'part',
      dockerfile: 'vad-service/Dockerfile',
      target: 'final',
      platforms: ['linux/amd64', 'linux/arm64'],
      buildArgs: ['A=1 2'],
      buildContexts: ['base=oci-layout:///layout'],
      cacheFrom: ['type=gha'],
      cacheTo: ['type=gha,mode=max'],
      provenance: 'false',
      sbom: 'false',
      sourceUrl: '',
    },
    { builder: 'b', metadataFile: '/tmp/m.json', commit: 'abc', epoch: 7, folder: '/tmp/c' },
    ['--secret', 'id=npmrc,src=/home/me/.npmrc'],
  );
  expect(args.join('\n')).toMatchInlineSnapshot(`
    "build
    --builder
    b
    --file
    /tmp/c/vad-service/Dockerfile
    --platform
    linux/amd64,linux/arm64
    --target
    final
    --build-arg
    A=1 2
    --build-arg
    SOURCE_DATE_EPOCH=7
    --build-context
    base=oci-layout:///layout
    --secret
    id=npmrc,src=/home/me/.npmrc
    --cache-from
    type=gha
    --cache-to
    type=gha,mode=max
    --annotation
    index:org.opencontainers.image.revision=abc
    --annotation
    index:org.opencontainers.image.created=1970-01-01T00:00:07Z
    --provenance=false
    --sbom=false
    --progress
    plain
    --metadata-file
    /tmp/m.json
    --output
    type=image,name=r/i,push=true,push-by-digest=true,rewrite-timestamp=true
    /tmp/c/part"
  `);
});
