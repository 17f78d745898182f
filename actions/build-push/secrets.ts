import { type InputReader, mask } from '../toolkit/input.ts';

/** A build secret: a file, or a value, which reaches buildx by its environment and never on a command line. */
export type BuildSecret =
  | { readonly id: string; readonly file: string }
  | { readonly id: string; readonly value: string };

/** Reads `secrets` and `secret-files`. A line that is none is never quoted, since it may hold the secret. */
export function readSecrets(read: InputReader): readonly BuildSecret[] {
  const values = read.lines('secrets').map(line => {
    mask(line);
    const { id, rest } = split(line);
    mask(rest);
    if (!isId(id)) read.fault('secrets', 'has a line that is not ID=VALUE');
    return { id, value: rest };
  });
  const files = read.pairs('secret-files').map(line => {
    const { id, rest } = split(line);
    return { id, file: rest };
  });
  const secrets = [...values, ...files];
  for (const id of repeated(secrets.map(secret => secret.id))) read.fault('secrets', `has the id '${id}' twice`);
  return secrets;
}

/** The arguments of `buildx build` for its secrets, and what they need in its environment. */
export function secretArguments(secrets: readonly BuildSecret[]): { args: string[]; env: Record<string, string> } {
  const env: Record<string, string> = {};
  const args = secrets.flatMap((secret, index) => {
    if ('file' in secret) return ['--secret', [`id=${secret.id}`, `src=${secret.file}`].map(csvField).join(',')];
    const name = `BUILD_SECRET_${index}`;
    env[name] = secret.value;
    return ['--secret', `id=${secret.id},env=${name}`];
  });
  return { args, env };
}

function split(line: string): { id: string; rest: string } {
  const at = line.indexOf('=');
  return at < 0 ? { id: '', rest: line } : { id: line.slice(0, at), rest: line.slice(at + 1) };
}

function isId(text: string): boolean {
  return /^[\w.-]+$/.test(text);
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => id !== '' && ids.indexOf(id) !== index))];
}

// buildx reads the value of --secret as one line of CSV.
function csvField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
