import { expect, test } from 'vitest';
import { InputReader } from '../toolkit/input.ts';
import { readSecrets, secretArguments } from './secrets.ts';

const read = (inputs: Record<string, string>) => {
  const reader = new InputReader(name => inputs[name] ?? '');
  const secrets = readSecrets(reader);
  reader.done();
  return secrets;
};

test('a value goes through the environment, a file by its path', () => {
  const secrets = read({ secrets: 'token=with=equals', 'secret-files': 'npmrc=/home/me,you/.npmrc' });
  const { args, env } = secretArguments(secrets);
  expect(args).toEqual(['--secret', 'id=token,env=BUILD_SECRET_0', '--secret', 'id=npmrc,"src=/home/me,you/.npmrc"']);
  expect(env).toEqual({ BUILD_SECRET_0: 'with=equals' });
});

test('a faulty line is not quoted', () => {
  expect(() => read({ secrets: 'hush-hush' })).toThrowErrorMatchingInlineSnapshot(`
    [ActionError: Invalid inputs:
    - secrets has a line that is not ID=VALUE]
  `);
});

test('one id cannot name two secrets', () => {
  expect(() => read({ secrets: 'a=never-seen', 'secret-files': 'a=/file' })).toThrow("secrets has the id 'a' twice");
});
