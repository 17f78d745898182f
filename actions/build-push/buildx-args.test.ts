import { expect, test } from 'vitest';
import { buildArguments } from './buildx-args.ts';

test('inputs become arguments, one each', () => {
  const args = buildArguments(
    {
      dockerfile: 'vad-service/Dockerfile',
      target: 'final',
      platforms: ['linux/amd64', 'linux/arm64'],
      buildArgs: ['A=1 2'],
      buildContexts: ['base=oci-layout:///layout'],
      secretFiles: ['npmrc=/home/me/.npmrc'],
      provenance: 'false',
    },
    { ref: 'r/i:src-1', builder: 'b', metadataFile: '/tmp/m.json', epoch: 7, context: '/tmp/c' },
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
    --provenance=false
    --sbom=false
    --progress
    plain
    --metadata-file
    /tmp/m.json
    --tag
    r/i:src-1
    --output
    type=registry,rewrite-timestamp=true
    /tmp/c"
  `);
});
