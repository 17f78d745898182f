import { expect, test } from 'vitest';
import { DetectResponse, SpeechEvent_Type } from '../../../proto/gen/vad.ts';
import { toReply } from './reply.ts';

const overTheWire = (reply: DetectResponse) => DetectResponse.decode(DetectResponse.encode(reply).finish());

test('a decision arrives as it was made', () => {
  const decision = { hasVoice: true, isSpeaking: true, probability: Math.fround(0.7), framesProcessed: 2 ** 40 };
  const speechEvents = [
    { type: 'end', sampleIndex: 0 },
    { type: 'start', sampleIndex: 2 ** 40 + 1 },
  ] as const;
  expect(overTheWire(toReply('a', { ...decision, speechEvents }))).toEqual({
    ...decision,
    sessionId: 'a',
    speechEvents: [
      { type: SpeechEvent_Type.TYPE_END, sampleIndex: 0 },
      { type: SpeechEvent_Type.TYPE_START, sampleIndex: 2 ** 40 + 1 },
    ],
  });
});

test('of a client that knows no additions nothing new is in the way: fields 1 to 3 are as they were', () => {
  const reply = toReply('a', {
    hasVoice: true,
    isSpeaking: false,
    probability: 0,
    framesProcessed: 0,
    speechEvents: [],
  });
  expect([...DetectResponse.encode(reply).finish()]).toEqual([0x08, 1, 0x1a, 1, 0x61]);
});
