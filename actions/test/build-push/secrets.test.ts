import { expect, test } from 'vitest';
import { buildPushWorld } from './setup.ts';

test('a build secret reaches buildx by its environment, and is nowhere else', async () => {
  const world = buildPushWorld();
  const ended = await world.run({ secrets: 'token=hush-hush', 'secret-files': 'npmrc=/home/me/.npmrc' });
  expect(ended.code, ended.stdout).toBe(0);
  expect(world.secrets()).toEqual({ BUILD_SECRET_0: 'hush-hush' });
  const build = world.calls().find(call => call.startsWith('build '));
  expect(build).toContain('--secret id=token,env=BUILD_SECRET_0 --secret id=npmrc,src=/home/me/.npmrc');
  expect(world.calls().join()).not.toContain('hush-hush');
  expect(ended.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('hush-hush');
});
