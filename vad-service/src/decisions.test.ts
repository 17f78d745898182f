import { expect, test } from 'vitest';
import { Decisions } from './decisions.ts';

const voice = { threshold: 0.5, thresholdLow: 0.4, frameWindowThreshold: 2 };
const speech = { minSpeechMs: 0, minSilenceMs: 0, prefixPaddingMs: 0, maxSpeechMs: 0 };
const nothing = { hasVoice: false, isSpeaking: false, probability: 0, framesProcessed: 0, speechEvents: [] };

test('what is taken is what came since the last time, on top of what lasts', () => {
  const decisions = new Decisions(voice, speech, 16_000);
  expect(decisions.take()).toEqual(nothing);
  expect([0.9, 0.45, 0.3].map((p, i) => decisions.heard(p, i * 512, (i + 1) * 512))).toEqual([true, true, false]);
  const events = [
    { type: 'start', sampleIndex: 0 },
    { type: 'end', sampleIndex: 1024 },
  ];
  const taken = decisions.take();
  expect(taken).toEqual({
    hasVoice: true,
    isSpeaking: true,
    probability: 0.3,
    framesProcessed: 3,
    speechEvents: events,
  });
  expect(decisions.take()).toEqual({ ...taken, hasVoice: false, speechEvents: [] });
  decisions.heard(0.1, 1536, 2048);
  expect(taken.speechEvents, 'what was taken is left alone').toEqual(events);
});

test('the end of a cycle empties the window and ends a speech; reset leaves nothing', () => {
  const decisions = new Decisions(voice, speech, 16_000);
  decisions.heard(0.9, 0, 512);
  decisions.endCycle();
  expect(decisions.take()).toMatchObject({
    hasVoice: false,
    isSpeaking: false,
    speechEvents: [{}, { sampleIndex: 512 }],
  });
  decisions.heard(0.9, 512, 1024);
  expect(decisions.take()).toMatchObject({ hasVoice: false, framesProcessed: 2 });
  decisions.heard(0.9, 1024, 1536);
  decisions.reset();
  expect(decisions.take()).toEqual(nothing);
});
