import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { source } from '../../../actions/test/build-push/setup.ts';
import { temporaryFolder } from '../../../actions/test/harness.ts';
import { git, makeRepositories } from '../../../actions/test/repositories.ts';
import { openFront } from './front.ts';
import { listTags } from './registry-client.ts';
import { openWorkshop } from './workshop.ts';

const files = { ...source, 'vad-service/Dockerfile': 'FROM scratch\nCOPY vad-service/src /app\n' };

// bcrypt of "of-the-test", as `htpasswd -B` writes it.
const htpasswd = 'me:$2a$04$8faW24Zd1BjdGxBiyyZDZOmn.yyned3IyaibXxgkplTRS/OSgREpq\n';

test('401: a wrong password is refused before anything is built, the right one pushes, and both are gone afterwards', async () => {
  const workshop = await openWorkshop({ htpasswd });
  const { work } = makeRepositories(files);
  const temp = temporaryFolder();
  const inputs = { commit: git(work, 'rev-parse', 'HEAD'), 'registry-username': 'me' };

  const wrong = await workshop.run(work, { ...inputs, 'registry-password': 'not-this-one' }, { RUNNER_TEMP: temp });
  expect(wrong.code).toBe(1);
  expect(wrong.outputs).toEqual({ 'failure-reason': 'registry-unauthorized' });
  expect(wrong.summary).toMatch(/Cannot read .*\n.*(401|unauthorized|no basic auth|authentication)/i);
  expect(wrong.stdout).not.toContain('building');
  expect(wrong.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('not-this-one');
  expect(readdirSync(temp)).toEqual([]);

  const right = await workshop.run(work, { ...inputs, 'registry-password': 'of-the-test' }, { RUNNER_TEMP: temp });
  expect(right.code, right.stdout).toBe(0);
  expect(right.outputs.outcome).toBe('built');
  expect(readdirSync(temp)).toEqual([]);
});

test.each([
  ['write', /\//],
  ['tag', /\/manifests\/src-/],
])('403: who may not %s is told so', async (_, path) => {
  const workshop = await openWorkshop();
  const host = await openFront(workshop.host, {
    refuse: ({ method = '', url = '' }) => (['POST', 'PUT'].includes(method) && path.test(url) ? 403 : undefined),
  });
  const { work } = makeRepositories(files);
  const ended = await workshop.run(work, { commit: git(work, 'rev-parse', 'HEAD'), image: `${host}/team/vad-service` });
  expect(ended.code).toBe(1);
  expect(ended.outputs).toEqual({ 'failure-reason': 'registry-unauthorized' });
  expect(ended.summary).toMatch(/^ERROR: [\s\S]*denied: not for you/m);
  expect(await listTags(workshop.host, 'team/vad-service')).toEqual([]);
});

test('a registry that breaks is not taken for one without the tag', async () => {
  const workshop = await openWorkshop();
  const host = await openFront(workshop.host, { refuse: () => 500 });
  const { work } = makeRepositories(files);
  const ended = await workshop.run(work, { commit: git(work, 'rev-parse', 'HEAD'), image: `${host}/team/vad-service` });
  expect(ended.outputs).toEqual({ 'failure-reason': 'registry-failed' });
  expect(ended.summary).toContain('500');
});
