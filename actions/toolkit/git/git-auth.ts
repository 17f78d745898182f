import { mask } from '../input.ts';
import type { Setting } from './connection.ts';

/**
 * Returns settings that answer the server with this token and nothing else; none for an empty token. Only addresses below
 * `serverUrl` get it.
 */
export function gitAuth(token: string, serverUrl: string): readonly Setting[] {
  if (token === '') return [];
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  mask(basic);
  const name = `http.${serverUrl.replace(/\/$/, '')}/.extraheader`;
  // The empty value takes away the checkout's own header, which GitHub would refuse beside this one.
  return [
    [name, ''],
    [name, `AUTHORIZATION: basic ${basic}`],
  ];
}

/** Returns the environment that gives settings to Git: in no argument list and no file. */
export function settingsEnv(settings: readonly Setting[]): Record<string, string> {
  const pairs = settings.flatMap(([name, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, name],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) };
}
