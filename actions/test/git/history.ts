import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { file } from '../bump-overlay/setup.ts';
import { type GitHost, startGitHost } from '../fakes/git-host.ts';
import { git, type Repositories, shallowClone } from '../repositories.ts';

/** Puts commits onto main of a bare repository, all at once: each changes a page, every fourth staging's release file too. */
export function growHistory({ bare }: Repositories, commits: number): void {
  const release = git(bare, 'show', `main:${file}`);
  const stream = Array.from({ length: commits }, (_, at) => {
    const from = at === 0 ? 'from refs/heads/main^0\n' : '';
    const files = { 'docs/page.md': `${at}\n`, ...(at % 4 === 0 ? { [file]: `${release}\n# ${at}\n` } : {}) };
    const changes = Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
    const committer = `committer A Person <person@example.invalid> ${1_700_000_000 + at} +0000\n`;
    return `commit refs/heads/main\n${committer}${data(`Page ${at}`)}${from}${changes.join('')}`;
  });
  execFileSync('git', ['-C', bare, 'fast-import', '--quiet', '--force'], { input: stream.join('\n') });
}

/** A checkout of one commit, as actions/checkout makes it, whose origin is the repository over http. */
export async function checkoutOverHttp(repositories: Repositories): Promise<{ checkout: string; host: GitHost }> {
  const host = await startGitHost(dirname(repositories.bare));
  const checkout = shallowClone(repositories);
  git(checkout, 'remote', 'set-url', 'origin', `${host.url}/origin.git`);
  return { checkout, host };
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
