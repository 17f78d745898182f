import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const toolkit = join(import.meta.dirname, '../toolkit');

test('an action that waits for its deadline only lives to say so', async () => {
  const action = `
    import { once } from 'node:events';
    import { ActionError } from '${toolkit}/errors.ts';
    import { run } from '${toolkit}/run.ts';
    await run('Waits', async () => {
      await once(AbortSignal.timeout(300), 'abort');
      throw new ActionError('timeout', 'Nothing came.');
    });`;
  const env = { PATH: process.env.PATH };
  const ended = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', action], { env });
  await expect(ended).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('[timeout]') });
});
