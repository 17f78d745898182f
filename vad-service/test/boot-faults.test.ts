import { expect, test } from 'vitest';
import { Service } from './service.ts';

test('a taken port is named, with the variable that moves it', async () => {
  await using first = new Service();
  const port = (await first.address()).split(':')[1] as string;
  await using second = new Service({ VAD_PORT: port });
  expect(await second.exited).toBe(1);
  expect(second.stderr).toBe(
    `Port ${port} is taken by another process (127.0.0.1:${port}).\n` +
      'End that one, or set VAD_PORT to another port (0 takes a free one).\n',
  );
});

test('an address that is not ours is named', async () => {
  await using service = new Service({ VAD_HOST: '192.0.2.1' });
  expect(await service.exited).toBe(1);
  expect(service.stderr).toMatch(/^Cannot listen on 192.0.2.1:0: .*EADDRNOTAVAIL.*\nSet VAD_HOST and VAD_PORT/s);
});

test('every fault of the environment is told at once', async () => {
  await using service = new Service({ VAD_PORT: 'abc', VAD_LOG_LEVEL: 'loud' });
  expect(await service.exited).toBe(1);
  expect(service.stderr).toContain('VAD_PORT=abc is not a whole number from 0 to 65535');
  expect(service.stderr).toContain('VAD_LOG_LEVEL=loud is not one of');
});

test.each([0, 2])('a file that is not the model is refused, with VAD_WORKERS=%d too', async workers => {
  await using service = new Service({ VAD_MODEL_PATH: import.meta.filename, VAD_WORKERS: `${workers}` });
  expect(await service.exited).toBe(1);
  expect(service.stderr).toContain(`${import.meta.filename} is not Silero VAD v6`);
  expect(service.stderr).toContain('Unset VAD_MODEL_PATH');
});

test('--help prints the table and starts nothing', async () => {
  await using service = new Service({}, [new URL('../src/main.ts', import.meta.url).pathname, '--help']);
  expect(await service.exited).toBe(0);
  expect(service.logged.map(line => line.message).join('\n')).toContain('VAD_PORT                50051');
});
