import { execute } from '../../actions/toolkit/exec.ts';
import { gitCommand, type Repository } from '../../actions/toolkit/git.ts';

/**
 * Texts of a repository in one process, by names such as `main:path`, in their order; undefined for what is not there or is
 * no file.
 */
export async function readBlobs(repository: Repository, names: readonly string[]): Promise<(string | undefined)[]> {
  // A line is a name: what holds a line break could ask for another one.
  const asked = names.map(name => (name.includes('\n') ? ':' : name));
  const stdin = asked.map(name => `${name}\n`).join('');
  const { stdout } = await execute({ ...gitCommand(repository, ['cat-file', '--batch']), stdin });
  const texts: (string | undefined)[] = [];
  let at = 0;
  while (texts.length < names.length && at < stdout.length) {
    const end = stdout.indexOf('\n', at);
    // `<id> blob <size>`, or why there is none.
    const [, kind, size] = / (\w+) (\d+)$/.exec(stdout.toString('utf8', at, end)) ?? [];
    at = end + 1;
    texts.push(kind === 'blob' ? stdout.toString('utf8', at, at + Number(size)) : undefined);
    if (kind !== undefined) at += Number(size) + 1;
  }
  return names.map((_, index) => texts[index]);
}
