import { commandFailed, execute } from './exec.ts';
import { gitCommand, type Repository } from './git.ts';

/**
 * Texts of a repository in one process, by names such as `main:path`, in their order; undefined for what is not there or is
 * no file. Throws `command-failed` where git cannot read the repository.
 */
export async function readBlobs(repository: Repository, names: readonly string[]): Promise<(string | undefined)[]> {
  // A line is a name: what holds a line break could ask for another one.
  const asked = names.map(name => (name.includes('\n') ? ':' : name));
  const stdin = asked.map(name => `${name}\n`).join('');
  const command = { ...gitCommand(repository, ['cat-file', '--batch']), stdin };
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  const { stdout } = outcome;
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
