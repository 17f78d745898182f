import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { create, detect } from './call.ts';
import { Service } from './service.ts';

const DYING = fileURLToPath(new URL('dying-threads.ts', import.meta.url));

test.each([
  ['an error', 'Error: poof'],
  ['an exit', 'Error: its exit code is 3'],
  ['too much memory', '[ERR_WORKER_OUT_OF_MEMORY]: Worker terminated'],
])('a thread of the model that dies of %s ends the process, with one line that says why', async (death, why) => {
  const NODE_OPTIONS = `--import=${DYING} --max-old-space-size=64`;
  await using service = new Service({ VAD_WORKERS: '1', DEATH: death, NODE_OPTIONS });
  const vad = await service.vad();
  await create(vad, 'a');
  expect(await detect(vad, 'a', Buffer.alloc(1024))).toMatchObject({ framesProcessed: 1 });
  service.process.kill('SIGUSR2');
  expect(await service.exited).toBe(1);
  expect(service.stderr).toBe('');
  expect(service.logged.map(line => line.message)).toEqual([
    'listening',
    'serving',
    'a thread of the model died, and its sessions with it: the process ends, to be started again',
  ]);
  expect(service.logged.at(-1)).toMatchObject({
    'log.level': 'error',
    'error.stack_trace': expect.stringContaining(why),
  });
});
