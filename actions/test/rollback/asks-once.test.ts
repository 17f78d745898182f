import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { pathWith, pathWithScript, temporaryFolder } from '../harness.ts';
import { commit, git } from '../repositories.ts';
import { good, rollbackWorld } from './setup.ts';

test('over lost races, registry and GitHub are asked for the target once, and the ledger is fetched once', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  for (const name of ['better', 'worse', 'good']) {
    await world.release(name);
    await world.verified();
  }
  github.attestations.push({ digest: good, predicate: 'provenance' });
  await world.release('bad');
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  const theirs = ['one', 'two'].map(text => commit(world.work, { 'docs/page.md': `${text}\n` }, 'Docs'));
  const folder = temporaryFolder();
  // Before each of the first two pushes, a person's lands.
  const counting = pathWithScript(
    'git',
    `echo " $* " >> '${folder}/git'
case " $* " in *" push "*)
  for theirs in ${theirs.join(' ')}; do
    if mkdir "${folder}/$theirs" 2>/dev/null; then "$REAL" -C '${world.work}' push --quiet origin "$theirs:main"; break; fi
  done ;;
esac
exec "$REAL" "$@"`,
  );
  const PATH = `${pathWith('buildx').split(':')[0]}:${counting}`;
  const inputs = { 'require-attestation': 'true', token: github.token };
  const ended = await world.rollback(inputs, { env: { ...github.env, PATH } });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
  expect(JSON.parse(ended.outputs['report-json'] ?? '')).toMatchObject({ attempts: 3 });
  expect(git(world.bare, 'rev-parse', 'main^')).toBe(theirs[1]);

  expect(world.asked()).toEqual([`registry.example.invalid/team/vad-service@${good}`]);
  expect(github.calls).toEqual(['GET /repos/{owner}/{repo}/attestations/{subject_digest}']);
  const commands = readFileSync(`${folder}/git`, 'utf8').split('\n');
  expect(commands.filter(one => one.includes('refs/heads/ledger:'))).toHaveLength(1);
});
