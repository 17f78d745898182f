// aws, gcloud and az, by the name it is called by: writes down what it was given and answers from FAKE_CLOUD, a map from the
// beginning of the arguments to an answer. `file:TEXT` writes TEXT to the argument after --file; an answer of null fails.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const [, , name = '', ...args] = process.argv;
const told = Object.entries(process.env).filter(([key]) => /^(AWS|AZURE|CLOUDSDK)_/.test(key));
const files = args.flatMap(arg => /^(?:@|--cred-file=)(.+)$/.exec(arg)?.[1] ?? []);
const read = [...files, process.env.AWS_WEB_IDENTITY_TOKEN_FILE ?? ''].filter(Boolean);
const call = { name, args, env: Object.fromEntries(told), files: read.map(file => readFileSync(file, 'utf8')) };
appendFileSync(process.env.FAKE_CLOUD_LOG ?? '', `${JSON.stringify(call)}\n`);

const answers = JSON.parse(process.env.FAKE_CLOUD ?? '{}') as Record<string, string | null>;
const command = [name, ...args].join(' ');
const [, answer] = Object.entries(answers).find(([prefix]) => command.startsWith(prefix)) ?? [];
if (answer === null || answer === undefined) {
  console.error(`${command.split(' -')[0]}: refused`);
  process.exit(3);
}
if (answer.startsWith('file:')) writeFileSync(args[args.indexOf('--file') + 1] ?? '', answer.slice(5));
else process.stdout.write(answer);
