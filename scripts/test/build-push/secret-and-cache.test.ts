import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { source } from '../../../actions/test/build-push/setup.ts';
import { temporaryFolder } from '../../../actions/test/harness.ts';
import { git, makeRepositories } from '../../../actions/test/repositories.ts';
import { openWorkshop } from './workshop.ts';

// It fails unless the step gets both secrets; the value itself is nowhere in the Dockerfile.
const script =
  'read a < /run/secrets/token; case $a in hush-*) test -s /run/secrets/npmrc && echo done > /done;; *) exit 1;; esac';
const mounts = '--mount=type=secret,id=token --mount=type=secret,id=npmrc';
const dockerfile = `FROM scratch AS build
COPY --from=tools busybox /bin/
RUN ${mounts} ["/bin/busybox", "sh", "-c", ${JSON.stringify(script)}]
FROM scratch
COPY --from=build /done /app/
`;

test('secrets by value and by file reach a step, and a cache of one builder serves the next', async () => {
  const { work } = makeRepositories({ ...source, 'vad-service/Dockerfile': dockerfile });
  const npmrc = join(temporaryFolder(), 'with, comma');
  writeFileSync(npmrc, 'registry=https://example.invalid\n');
  const cache = temporaryFolder();
  const inputs = {
    commit: git(work, 'rev-parse', 'HEAD'),
    platforms: 'linux/amd64',
    'build-contexts': 'tools=/bin',
    secrets: 'token=hush-hush',
    'secret-files': `npmrc=${npmrc}`,
  };

  const cold = await (await openWorkshop()).run(work, { ...inputs, 'cache-to': `type=local,dest=${cache},mode=max` });
  expect(cold.code, cold.stdout).toBe(0);
  expect(cold.stdout).not.toContain('CACHED');
  expect(cold.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('hush-hush');

  const warm = await (await openWorkshop()).run(work, { ...inputs, 'cache-from': `type=local,src=${cache}` });
  expect(warm.code, warm.stdout).toBe(0);
  expect(warm.stdout).toMatch(/^#\d+ \[build 2\/2\] RUN .*\n#\d+ CACHED$/m);
  expect(warm.outputs.digest).toBe(cold.outputs.digest);
});
