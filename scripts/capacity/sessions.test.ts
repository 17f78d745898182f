import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWav } from '../talk/wav.ts';
import { frameRate, frames } from './sessions.ts';

test('a real-time session sends 31.25 frames a second', () => {
  expect(frameRate(4)).toBe(125);
});

test('the sessions take turns, and each sends a second of consecutive frames', () => {
  const messages = frames(['a', 'b', 'c']);
  expect(messages.slice(0, 4).map(({ session_id }) => session_id)).toEqual(['a', 'b', 'c', 'a']);
  const audio = ['a', 'b', 'c'].map(id =>
    Buffer.concat(messages.filter(m => m.session_id === id).map(m => Buffer.from(m.audio_data, 'base64'))),
  );
  expect(audio.map(({ length }) => length)).toEqual([32_768, 32_768, 32_768]);
  const speech = readWav(join(import.meta.dirname, '../../vad-service/test/audio/two-phrases.wav'));
  expect(Buffer.concat(audio).equals(speech.subarray(0, 3 * 32_768))).toBe(true);
});
