import { expect, test } from 'vitest';
import { createLogger } from './telemetry.ts';

test('writes one ECS object a line and leaves out what is below the level', () => {
  const lines: string[] = [];
  const log = createLogger('warn', line => lines.push(line));
  log.info('not this');
  log.error('a call\nfailed', { 'rpc.method': '/vad.VADService/Detect' });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('}\n')).toBe(true);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    'log.level': 'error',
    message: 'a call\nfailed',
    'ecs.version': '8.11.0',
    'service.name': 'vad-service',
    'rpc.method': '/vad.VADService/Detect',
  });
});
