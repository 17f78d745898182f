import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeFailure } from '../failure.ts';
import { readWav } from './wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'talk-wav-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: Buffer): string {
  const path = join(folder, 'some.wav');
  writeFileSync(path, content);
  return path;
}

interface Format {
  tag?: number;
  channels?: number;
  rate?: number;
  bits?: number;
  before?: Buffer;
  promised?: number;
}

function wav(
  samples: Buffer,
  { tag = 1, channels = 1, rate = 16_000, bits = 16, before, promised }: Format = {},
): Buffer {
  const format = Buffer.alloc(tag === 0xfffe ? 40 : 16);
  format.writeUInt16LE(tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt16LE(bits, 14);
  if (tag === 0xfffe) format.writeUInt16LE(1, 24);
  const chunk = (name: string, body: Buffer, size = body.length) => {
    const head = Buffer.from(`${name}....`);
    head.writeUInt32LE(size, 4);
    return Buffer.concat([head, body]);
  };
  const parts = [chunk('fmt ', format), before ?? Buffer.alloc(0), chunk('data', samples, promised ?? samples.length)];
  return Buffer.concat([Buffer.from('RIFF....WAVE'), ...parts]);
}

const samples = Buffer.from([1, 2, 3, 4]);
const list = Buffer.concat([Buffer.from('LIST\x03\0\0\0'), Buffer.from([7, 7, 7, 0])]);

test.each<[string, Buffer]>([
  ['a plain one', wav(samples)],
  ['one with another chunk, of odd length, before', wav(samples, { before: list })],
  ['an extensible one', wav(samples, { tag: 0xfffe })],
  ['one whose writer did not know the length', wav(samples, { promised: 0xffffffff })],
  ['one that is cut within a sample', wav(Buffer.from([1, 2, 3, 4, 5]), { promised: 100 })],
])('reads %s', (_, content) => {
  expect(readWav(file(content))).toEqual(samples);
});

test.each<[string, Buffer]>([
  [
    'is stereo, 44,100 Hz, 16-bit PCM; mono, 16,000 Hz, 16-bit PCM is needed',
    wav(samples, { channels: 2, rate: 44_100 }),
  ],
  ['is mono, 8,000 Hz, 16-bit of encoding 7', wav(samples, { tag: 7, rate: 8000 })],
  ['is mono, 16,000 Hz, 32-bit float', wav(samples, { tag: 3, bits: 32 })],
  ['is not a WAV file', Buffer.from('ID3')],
  ['is a broken WAV file: it lacks', Buffer.from('RIFF....WAVEfmt ')],
])('says that it %s, and how to convert it', (what, content) => {
  const path = file(content);
  let told = '';
  try {
    readWav(path);
  } catch (error) {
    told = describeFailure(error);
  }
  expect(told).toContain(`${path} ${what}`);
  expect(told).toContain(
    `ffmpeg -i "${path}" -ar 16000 -ac 1 -c:a pcm_s16le out.wav, or sox "${path}" -r 16000 -c 1 -b 16 out.wav`,
  );
});
