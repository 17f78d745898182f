import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { source } from '../../../actions/test/build-push/setup.ts';
import { temporaryFolder } from '../../../actions/test/harness.ts';
import { git, makeRepositories } from '../../../actions/test/repositories.ts';
import { listTags } from './registry-client.ts';
import { openWorkshop } from './workshop.ts';

// On one stream: BuildKit keeps no order between two.
const script = 'i=0; while [ $i -lt 12 ]; do echo "frame $i"; i=$((i+1)); done; echo no model file; exit 3';
const dockerfile = `FROM scratch AS build
COPY --from=tools busybox /bin/busybox
RUN ["/bin/busybox", "sh", "-c", ${JSON.stringify(script)}]
FROM scratch
COPY --from=build /bin/busybox /app
`;

test('a step that fails is quoted from its first line on, and no tag is there', async () => {
  const workshop = await openWorkshop();
  const { work } = makeRepositories({ ...source, 'vad-service/Dockerfile': dockerfile });
  const temp = temporaryFolder();
  const ended = await workshop.run(
    work,
    { commit: git(work, 'rev-parse', 'HEAD'), platforms: 'linux/amd64', 'build-contexts': 'tools=/bin' },
    { RUNNER_TEMP: temp },
  );
  expect(ended.code).toBe(1);
  expect(ended.outputs).toEqual({ 'failure-reason': 'build-failed' });
  expect(ended.summary).toContain('> [build 2/2] RUN ["/bin/busybox"');
  expect(ended.summary).toContain('frame 0\nframe 1\n');
  expect(ended.summary).toContain('frame 11\nno model file\nERROR: ');
  expect(ended.summary).toContain('exit code: 3');
  expect(await listTags(workshop.host, 'team/vad-service')).toEqual([]);
  expect(readdirSync(temp)).toEqual([]);
});
