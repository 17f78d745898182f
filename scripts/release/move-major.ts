import { $ } from 'zx';
import { runCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { newestOf, parseVersion } from './major.ts';

const help = `node scripts/release/move-major.ts TAG

Moves the tag of TAG's major version (v1 for v1.2.3) to it and pushes that, if TAG is the newest release of that version and
a commit of main. Needs main and all tags fetched.`;

const git = $({ quiet: true });

/** Moves and pushes the major version's tag; says what it did. @throws Failure where the tag is no release of main */
async function moveMajor(tag: string): Promise<string> {
  const version = parseVersion(tag);
  if (!version) throw new Failure(`${tag || 'Nothing'} is no release's tag.`, { next: 'Name it v1.2.3.' });
  const onMain = await git({
    nothrow: true,
  })`git merge-base --is-ancestor ${`refs/tags/${tag}`} refs/remotes/origin/main`;
  if (onMain.exitCode !== 0) {
    throw new Failure(`${tag} is not a commit of main: what is released has to have passed its checks.`, {
      next: `Delete the tag, and tag a commit of main.`,
    });
  }
  const newest = newestOf(version[0], (await git`git tag --list`).stdout.split('\n'));
  const major = `v${version[0]}`;
  if (newest !== tag) return `${major} stays at ${newest}, which is newer than ${tag}.`;
  await git`git push --quiet --force origin ${`refs/tags/${tag}^{}:refs/tags/${major}`}`;
  return `${major} is ${tag} now.`;
}

await runCommand({ help, options: {}, positionals: 1 }, async ({ positionals }) => {
  console.log(await moveMajor(positionals[0] ?? ''));
});
