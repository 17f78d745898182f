import { mask } from './input.ts';

/**
 * Settings for git's environment that answer the server with this token and nothing else; none for an empty token. Only
 * addresses below `serverUrl` get it. It is in no argument list and no file.
 */
export function tokenSettings(
  token: string,
  serverUrl: string,
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  if (token === '') return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  mask(basic);
  const key = `http.${serverUrl.replace(/\/$/, '')}/.extraheader`;
  // The empty value takes away the checkout's own header, which GitHub would refuse beside this one.
  const values = ['', `AUTHORIZATION: basic ${basic}`];
  const first = Number(env.GIT_CONFIG_COUNT ?? 0);
  const pairs = values.flatMap((value, at) => [
    [`GIT_CONFIG_KEY_${first + at}`, key],
    [`GIT_CONFIG_VALUE_${first + at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(first + values.length), ...Object.fromEntries(pairs) };
}
