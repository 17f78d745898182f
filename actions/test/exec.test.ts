import { expect, test } from 'vitest';
import { execute, start, succeed } from '../toolkit/exec.ts';

const shell = (script: string) => ({ file: '/bin/sh', args: ['-c', script] });

test('an exit code is a result, with what was said', async () => {
  const outcome = await execute(shell('echo said; echo bad >&2; exit 3'));
  expect(outcome).toMatchObject({ code: 3, stderr: 'bad\n' });
  expect(outcome.stdout.toString()).toBe('said\n');
});

test('an exit code other than 0 is a failure even with nothing on stderr', async () => {
  await expect(succeed(shell('exit 7'))).rejects.toThrow(/exit code 7:\n\(nothing on stderr\)/);
});

test('a missing program is named', async () => {
  await expect(execute({ file: 'no-such-program', args: [] })).rejects.toMatchObject({ code: 'tool-missing' });
});

test('an abort ends the waiting with the reason given', async () => {
  const controller = new AbortController();
  const running = execute({ ...shell('exec sleep 5'), signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
});

test("a step's inputs do not reach its commands", async () => {
  process.env.INPUT_PASSWORD = 'secret';
  expect(await succeed(shell('env'))).not.toContain('secret');
  delete process.env.INPUT_PASSWORD;
});

test('a process that goes on gives its lines, and ends when it is stopped', async () => {
  const running = start(shell('echo one; echo two; exec sleep 60'));
  const lines: string[] = [];
  for await (const line of running.lines) if (lines.push(line) === 2) running.stop();
  expect(lines).toEqual(['one', 'two']);
});

test('an abort ends the lines of a process that has said nothing yet', async () => {
  const controller = new AbortController();
  const running = start({ ...shell('exec sleep 60'), signal: controller.signal });
  const reading = (async () => {
    const lines: string[] = [];
    for await (const line of running.lines) lines.push(line);
    return lines;
  })();
  controller.abort();
  expect(await reading).toEqual([]);
});
