import { readFileSync } from 'node:fs';
import { Failure } from '../failure.ts';

export const SAMPLE_RATE = 16_000;
const PCM = 1;
const EXTENSIBLE = 0xfffe;

/** Reads a 16 kHz mono s16le WAV file; answers its samples as bytes. Any other kind is a Failure that says how to convert it. */
export function readWav(path: string): Buffer {
  const file = read(path);
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw unfit(path, 'is not a WAV file');
  }
  const format = chunk(file, 'fmt ');
  const data = chunk(file, 'data');
  if (!format || format.length < 16 || !data)
    throw unfit(path, 'is a broken WAV file: it lacks its format or its samples');
  const found = describe(format);
  if (found !== 'mono, 16,000 Hz, 16-bit PCM') throw unfit(path, `is ${found}; mono, 16,000 Hz, 16-bit PCM is needed`);
  return data.subarray(0, data.length - (data.length % 2));
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Failure(`${path} cannot be read: ${(cause as NodeJS.ErrnoException).code}.`, {
      next: 'give the path of a WAV file.',
    });
  }
}

/** The body of the first chunk of this name; what a cut-off file or a streaming writer's size promises too much is left out. */
function chunk(file: Buffer, name: string): Buffer | undefined {
  for (let at = 12; at + 8 <= file.length; ) {
    const size = file.readUInt32LE(at + 4);
    if (file.toString('latin1', at, at + 4) === name) return file.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  return undefined;
}

function describe(format: Buffer): string {
  const channels = format.readUInt16LE(2);
  const tag = format.readUInt16LE(0);
  const kind = tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const layout = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;
  const encoding = kind === PCM ? 'PCM' : kind === 3 ? 'float' : `of encoding ${kind}`;
  return `${layout}, ${format.readUInt32LE(4).toLocaleString('en')} Hz, ${format.readUInt16LE(14)}-bit ${encoding}`;
}

function unfit(path: string, what: string): Failure {
  const quoted = JSON.stringify(path);
  return new Failure(`${path} ${what}.`, {
    next: `convert it: ffmpeg -i ${quoted} -ar ${SAMPLE_RATE} -ac 1 -c:a pcm_s16le out.wav, or sox ${quoted} -r ${SAMPLE_RATE} -c 1 -b 16 out.wav`,
  });
}
