import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { bumpWorld, digestA, digestB } from './setup.ts';

test('a digest is released only with a build provenance of its own', async () => {
  const [world, github] = [bumpWorld(), await startGitHub()];
  const source = world.change('// a\n');
  const inputs = { 'require-attestation': 'true', token: github.token };
  const bump = () => world.bump(source, digestA, { inputs, env: github.env });

  github.attestations.push({ digest: digestB, predicate: 'provenance' }, { digest: digestA, predicate: 'sbom' });
  // Listed under our digest, but what was signed names another.
  github.attestations.push({ digest: digestA, predicate: 'provenance', subject: digestB });
  const refused = await bump();
  expect(refused.code).toBe(1);
  expect(refused.outputs['failure-reason'], refused.stdout).toBe('digest-unattested');
  expect(refused.summary).toContain(`octo-org/vad-gitops holds no build provenance for ${digestA}`);
  expect(world.released()).not.toContain(digestA);

  github.answer('GET /repos/{owner}/{repo}/attestations/{subject_digest}', {
    status: 404,
    body: { message: 'Not Found', documentation_url: '' },
  });
  expect((await bump()).outputs['failure-reason']).toBe('digest-unattested');

  github.answer('GET /repos/{owner}/{repo}/attestations/{subject_digest}', {
    status: 403,
    body: { message: 'Resource not accessible by integration', documentation_url: '' },
  });
  const unasked = await bump();
  expect(unasked.outputs['failure-reason']).toBe('attestation-unavailable');
  expect(unasked.summary).toContain('403: Resource not accessible by integration');

  github.attestations.push({ digest: digestA, predicate: 'provenance' });
  const released = await bump();
  expect(released.outputs.outcome, released.stdout).toBe('committed');
});
