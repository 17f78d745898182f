import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { Speech } from './speech.ts';
import { listSegments, Timeline } from './timeline.ts';

test('draws ten cells a second, five seconds a row, each when it is decided', () => {
  let drawn = '';
  const speech = new Speech();
  const timeline = new Timeline(speech, 6200, text => {
    drawn += stripVTControlCharacters(text);
  });
  // Voiced from frame 31 (0.992 s) to frame 62 (2.016 s): on 7 frames later, off 22 after the end.
  for (let frame = 0; frame < 194 + 30; frame++) {
    speech.push(frame >= 38 && frame < 63 + 22);
    timeline.advance();
    if (frame === 29) expect(drawn).not.toContain('·');
    if (frame === 31) expect(drawn.endsWith('    0 s ·')).toBe(true);
  }
  expect(drawn).toBe(
    '        0         1         2         3         4         5 s\n' +
      '    0 s ··········██████████······························\n' +
      '    5 s ············\n',
  );
});

test('lists segments in seconds, none past the end of the audio', () => {
  expect(listSegments([], 1000)).toBe('no speech\n');
  const two = [
    { start: 0, end: 10 },
    { start: 20, end: 32 },
  ];
  expect(listSegments(two, 1000)).toBe('2 segments of speech\n  0.00 – 0.32 s\n  0.64 – 1.00 s\n');
});
