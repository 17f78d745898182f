import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stats } from '../../vad-service/test/call.ts';
import { Service } from '../../vad-service/test/service.ts';

const root = join(import.meta.dirname, '../..');
const wav = (name: string) => `vad-service/test/audio/${name}.wav`;

/** Runs the command without a terminal; answers what a person would see. */
function talk(...args: string[]): Promise<{ code: number; stdout: string; stderr: string; ms: number }> {
  const begun = performance.now();
  return new Promise(resolve => {
    const options = { cwd: root, env: { PATH: process.env.PATH } };
    execFile(process.execPath, ['scripts/talk.ts', ...args], options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr, ms: performance.now() - begun });
    });
  });
}

test('draws speech where it is, in real time or as fast as it goes, and leaves no session behind', async () => {
  await using service = new Service();
  const address = await service.address();
  const [real, fast] = await Promise.all([
    talk(wav('two-phrases'), '--address', address),
    talk(wav('two-phrases'), '--address', address, '--fast'),
  ]);
  expect(fast.stdout.replaceAll(address, 'ADDRESS')).toMatchInlineSnapshot(`
    "vad-service/test/audio/two-phrases.wav: 4.81 s to ADDRESS

            0         1         2         3         4         5 s
        0 s ·····██████████████·············████████████····

    2 segments of speech
      0.51 – 1.86 s
      3.17 – 4.35 s
    "
  `);
  expect(real.stdout).toBe(fast.stdout.replace('\n', ', in real time\n'));
  expect(real.ms).toBeGreaterThan(4806);
  expect([real.code, fast.code, real.stderr]).toEqual([0, 0, '']);
  expect((await stats(await service.vad())).activeSessions).toBe(0);
});

test('says that there is no speech in silence', async () => {
  await using service = new Service();
  const { code, stdout } = await talk(wav('silence'), '--fast', '--address', await service.address());
  expect(stdout).toContain('··········\n\nno speech\n');
  expect(code).toBe(0);
});

test('tells who cannot be reached and what to do', async () => {
  const { code, stderr } = await talk(wav('silence'), '--address', '127.0.0.1:1');
  expect(stderr).toBe(
    '\n✘ No VAD service can be reached at 127.0.0.1:1.\n' +
      'Next: start one with `npm start -w vad-service`, or name another with --address HOST:PORT.\n',
  );
  expect(code).toBe(1);
});
