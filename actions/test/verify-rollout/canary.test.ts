import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { digestA, digestB } from '../bump-overlay/setup.ts';
import { temporaryFolder } from '../harness.ts';
import { application, healthy, stuck } from './cluster.ts';
import { verifyWorld } from './setup.ts';

test.each([
  ['deaf', 'canary-deaf', 'heard no voice in a speech clip'],
  ['restless', 'canary-restless', 'still hears a voice after silence'],
] as const)('a model that is %s ends it at once', async (ears, code, said) => {
  const world = await verifyWorld();
  const heard: string[] = [];
  const began = Date.now();
  const ended = await world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
    inputs: { timeout: '60s' },
    service: { ears, heard },
  });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe(code);
  expect(ended.summary).toContain(said);
  expect(Date.now() - began).toBeLessThan(30_000);
  // Each pod's session is destroyed, whatever came of it.
  expect(heard.toSorted()).toEqual(['create', 'create', 'destroy', 'destroy']);
});

test('a pod is asked as soon as it is ready, while the old ones are still there', async () => {
  const world = await verifyWorld();
  const items = stuck(digestA, digestB, { ready: true });
  const ended = await world.verify([{ application: application(world.revision), items }], {
    inputs: { timeout: '60s' },
    service: { ears: 'deaf' },
  });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('canary-deaf');
  expect(ended.summary).toContain('2 old pods still ready: the release before still serves.');
});

test('at its session cap a pod passes without a canary, and the log says so', async () => {
  const world = await verifyWorld();
  const ended = await world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
    service: { ears: 'full' },
  });
  expect(ended.outputs.outcome, ended.stdout).toBe('verified');
  expect(ended.summary).toContain('4000 sessions are open');
});

test('a service that fails its calls has ten seconds', async () => {
  const world = await verifyWorld();
  const ended = await world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
    inputs: { timeout: '60s' },
    service: { ears: 'broken' },
  });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('canary-failed');
});

test('TLS: a chain that is trusted, one that is not, and one that nobody asks for', async () => {
  const world = await verifyWorld();
  const { ca, credentials } = certificate();
  const verify = (inputs: Record<string, string>) =>
    world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
      inputs: { timeout: '50s', ...inputs },
      service: { credentials },
    });
  const trusted = await verify({ 'grpc-tls': 'on', 'grpc-ca': ca });
  expect(trusted.outputs.outcome, trusted.stdout).toBe('verified');
  const named = await verify({ 'grpc-tls': 'on', 'grpc-ca': ca, 'grpc-server-name': 'vad-service' });
  expect(named.outputs.outcome, named.stdout).toBe('verified');
  const addressed = await verify({ 'grpc-tls': 'on', 'grpc-ca': ca, 'grpc-server-name': '10.0.0.1' });
  expect(addressed.outputs.outcome, addressed.stdout).toBe('verified');
  const insecure = await verify({ 'grpc-tls': 'insecure' });
  expect(insecure.outputs.outcome, insecure.stdout).toBe('verified');
  // Node warns where an address is named as the server (DEP0123).
  const warnings = [trusted, named, addressed, insecure].map(({ stdout }) => /Warning/.test(stdout));
  expect(warnings).toEqual([false, false, false, false]);
  const unknown = await verify({ 'grpc-tls': 'on', timeout: '8s' });
  expect(unknown.outputs['failure-reason'], unknown.stdout).toBe('timeout');
  const misnamed = await verify({ 'grpc-tls': 'on', 'grpc-ca': ca, 'grpc-server-name': 'other', timeout: '8s' });
  expect(misnamed.outputs['failure-reason'], misnamed.stdout).toBe('timeout');
  const elsewhere = await verify({ 'grpc-tls': 'on', 'grpc-ca': ca, 'grpc-server-name': '10.0.0.2', timeout: '8s' });
  expect(elsewhere.outputs['failure-reason'], elsewhere.stdout).toBe('timeout');
}, 120_000);

function certificate(): { ca: string; credentials: ServerCredentials } {
  const folder = temporaryFolder();
  const [ca, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=vad-service', '-addext', 'subjectAltName=DNS:vad-service,IP:10.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', ca], { stdio: 'pipe' });
  const pair = { cert_chain: readFileSync(ca), private_key: readFileSync(key) };
  return { ca, credentials: ServerCredentials.createSsl(null, [pair]) };
}
