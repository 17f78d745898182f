import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeSettings, readConfig } from './config.ts';
import { helpText } from './help.ts';

test('an empty environment is a whole configuration', () => {
  expect(readConfig({ VAD_PORT: '' })).toEqual({
    host: '0.0.0.0',
    port: 50051,
    metricsPort: 9464,
    reflection: 'on',
    tlsCertificate: undefined,
    tlsKey: undefined,
    tlsClientCa: undefined,
    logLevel: 'info',
    modelPath: undefined,
    workers: 0,
    maxSessions: 10_000,
    maxQueueMs: 1000,
    maxHeldMib: 32,
    idleSeconds: 1800,
    leaseSeconds: 30,
    drainSeconds: 3,
    gatherMs: 2,
    graceSeconds: 25,
  });
});

test('variables are read', () => {
  const env = { VAD_PORT: '0', VAD_LOG_LEVEL: 'debug', VAD_MODEL_PATH: '/m.onnx', VAD_DRAIN_SECONDS: '0.5' };
  expect(readConfig(env)).toMatchObject({ port: 0, logLevel: 'debug', modelPath: '/m.onnx', drainSeconds: 0.5 });
});

test('every fault is reported at once', () => {
  const env = {
    VAD_PORT: 'tcp://10.0.0.1:50051',
    VAD_LOG_LEVEL: 'loud',
    VAD_MAX_SESSIONS: '1.5',
    VAD_DRAIN_SECONDS: '60',
  };
  expect(() => readConfig(env)).toThrowErrorMatchingInlineSnapshot(`
    [BootError: The environment has 4 fault(s):
      VAD_PORT=tcp://10.0.0.1:50051 is not a whole number from 0 to 65535
      VAD_LOG_LEVEL=loud is not one of debug, info, warn, error
      VAD_MAX_SESSIONS=1.5 is not a whole number from 1 to 1000000
      VAD_DRAIN_SECONDS=60 must be less than VAD_GRACE_SECONDS=25
    --help lists every variable.]
  `);
});

test.each(['-1', '65536', '1e3', 'Infinity', ' 1'])('VAD_PORT=%j is a fault', port => {
  expect(() => readConfig({ VAD_PORT: port })).toThrow('VAD_PORT=');
});

test('TLS files that make no sense alone are a fault', () => {
  expect(() => readConfig({ VAD_TLS_CERT_FILE: 'a' })).toThrow('VAD_TLS_KEY_FILE go together');
  expect(() => readConfig({ VAD_TLS_CLIENT_CA_FILE: 'a' })).toThrow('VAD_TLS_CLIENT_CA_FILE needs');
});

test('VAD_MAX_SESSIONS=0 is a fault', () => {
  expect(() => readConfig({ VAD_MAX_SESSIONS: '0' })).toThrow('is not a whole number from 1 to 1000000');
});

test('the help and the README name every variable with its default', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  for (const [name, fallback, meaning] of describeSettings()) {
    expect(helpText()).toMatch(new RegExp(`${name} +${fallback} +${RegExp.escape(meaning)}`));
    expect(readme).toContain(`| \`${name}\` | ${fallback} | ${meaning} |`);
  }
});
