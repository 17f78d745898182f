import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { audio } from './audio.ts';
import { create, detect } from './call.ts';
import { Service } from './service.ts';

/** Detects one after another until the service is gone; answers what each came to. */
async function talkUntilGone(service: Service, sessionId: string): Promise<string[]> {
  const vad = await service.vad();
  await create(vad, sessionId);
  const outcomes: string[] = [];
  const piece = audio('two-phrases').subarray(16_000, 17_024);
  let gone = false;
  void service.exited.then(() => {
    gone = true;
  });
  while (!gone) {
    const outcome = await detect(vad, sessionId, piece).then(
      () => 'answered',
      error => status[error.code] as string,
    );
    outcomes.push(outcome);
    if (outcome !== 'answered') break;
  }
  return outcomes;
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s: calls go on being answered, then exit 0', async signal => {
  await using service = new Service({ VAD_DRAIN_SECONDS: '0.3', VAD_GRACE_SECONDS: '10' });
  await service.said('serving');
  const vad = await service.vad();
  await create(vad, 'late');
  service.process.kill(signal);
  await service.said('stopping');
  expect(await detect(vad, 'late', audio('silence'))).toMatchObject({ hasVoice: false });
  expect(await service.exited).toBe(0);
  expect(service.logged.at(-1)?.message).toBe('stopped');
  expect(service.stderr).toBe('');
});

test('SIGINT with nobody connected does not wait for anybody', async () => {
  await using service = new Service({ VAD_DRAIN_SECONDS: '15', VAD_GRACE_SECONDS: '20' });
  await service.said('serving');
  const pressed = performance.now();
  service.process.kill('SIGINT');
  expect(await service.exited).toBe(0);
  expect(performance.now() - pressed).toBeLessThan(10_000);
});

test('a busy client that does not go is served until the deadline, and the exit is 0 even so', async () => {
  await using service = new Service({ VAD_DRAIN_SECONDS: '0.1', VAD_GRACE_SECONDS: '1.5' });
  const talking = talkUntilGone(service, 'busy');
  await service.said('serving');
  service.process.kill('SIGTERM');
  const stopping = performance.now();
  expect(await service.exited).toBe(0);
  expect(performance.now() - stopping).toBeLessThan(5000);
  const outcomes = await talking;
  expect(outcomes.length).toBeGreaterThan(50);
  expect(new Set(outcomes.slice(0, -1))).toEqual(new Set(['answered']));
});
