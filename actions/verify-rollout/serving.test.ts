import { expect, test } from 'vitest';
import type { CanaryResult } from '../toolkit/canary.ts';
import { type Answer, judgeAnswers } from './serving.ts';

const answer = (health: string, kind?: CanaryResult['kind']): Answer => ({
  health,
  canary: kind && { kind, said: `it is ${kind}` },
});

const minute = 60_000;

test.each<[string, readonly Answer[], number, string]>([
  ['all hear', [answer('SERVING', 'heard'), answer('SERVING', 'heard')], 0, 'proven'],
  ['one is at its cap', [answer('SERVING', 'heard'), answer('SERVING', 'refused')], 0, 'proven'],
  ['one has not answered', [answer('SERVING', 'heard'), answer('no answer: refused')], 9 * minute, 'waiting'],
  ['one was cut off', [answer('SERVING', 'unanswered')], 9 * minute, 'waiting'],
  ['one is deaf', [answer('SERVING', 'heard'), answer('SERVING', 'deaf')], 0, 'canary-deaf'],
  ['one is restless', [answer('SERVING', 'restless')], 0, 'canary-restless'],
  ['one fails, for now', [answer('SERVING', 'broken')], 9_999, 'waiting'],
  ['one fails', [answer('SERVING', 'broken')], 10_000, 'canary-failed'],
  ['one does not serve, for now', [answer('NOT_SERVING')], 9_999, 'waiting'],
  ['one does not serve', [answer('NOT_SERVING')], 10_000, 'not-serving'],
])('%s', (_, answers, waitedFor, expected) => {
  const judgement = judgeAnswers(new Map(answers.map((one, index) => [`p${index}`, one])), waitedFor);
  expect(judgement.kind === 'failed' ? judgement.code : judgement.kind).toBe(expected);
});

test('names the pods that keep the gate shut, and those that took no canary', () => {
  const shut = judgeAnswers(
    new Map([
      ['a', answer('SERVING', 'heard')],
      ['b', answer('NOT_SERVING')],
    ]),
    0,
  );
  expect(shut).toEqual({ kind: 'waiting', seen: 'b: NOT_SERVING' });
  const open = judgeAnswers(new Map([['a', answer('SERVING', 'refused')]]), 0);
  expect(open).toMatchObject({ seen: '1/1 pods SERVING and hearing, of which 1 took no canary (it is refused)' });
});
