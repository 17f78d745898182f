import { resolve } from 'node:path';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { clusterExists } from './local/state.ts';
import { choose, reach } from './talk/address.ts';
import { FRAME_MS, Speech } from './talk/speech.ts';
import { connect, streamAudio } from './talk/stream.ts';
import { listSegments, Timeline } from './talk/timeline.ts';
import { readWav, SAMPLE_RATE } from './talk/wav.ts';

const help = `npm run talk -- FILE.wav [--address HOST:PORT | --environment NAME] [--fast]

Streams a WAV file (mono, 16 kHz, 16-bit PCM) to the VAD service as a microphone would, 32 ms at a time, and draws where it
hears speech: █ speech, · none. Each cell is drawn when it is decided, about a second after it was said.

  --address HOST:PORT   the service; else VAD_ADDRESS
  --environment NAME    a ready pod of the local cluster's staging or production. Default: production where there is a
                        cluster, else 127.0.0.1:50051, where npm start -w vad-service listens
  --fast                as fast as the service answers, not in real time

The service says "voice" from the 8th voiced frame on until fewer than 8 of the last 30 are voiced; the picture and the list are
moved back by that lag (224 ms at the start, 704 ms at the end), which is exact for speech without gaps.`;

const options = { address: { type: 'string' }, environment: { type: 'string' }, fast: { type: 'boolean' } } as const;

await runCommand({ help, options, positionals: 1 }, async ({ values, positionals: [path] }) => {
  if (!path) throw new Failure('Which file?', { next: 'npm run talk -- FILE.wav; npm run talk -- --help tells more.' });
  if (values.address && values.environment) {
    throw new Failure('Either --address or --environment: each names a service.');
  }
  const samples = readWav(resolve(process.env.INIT_CWD ?? '.', path)); // npm runs us in the root, a person may be elsewhere
  const { address, close } = await reach(choose(values, process.env, clusterExists()));
  try {
    await talk({ path, samples }, address, !values.fast);
  } finally {
    close();
  }
});

/** Streams one file and draws it on stdout. */
async function talk(
  { path, samples }: { path: string; samples: Buffer },
  address: string,
  realTime: boolean,
): Promise<void> {
  const durationMs = (samples.length / 2 / SAMPLE_RATE) * 1000;
  const client = await connect(address);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Failure('Stopped.')));
  const write = (text: string) => process.stdout.write(text);
  write(`${path}: ${(durationMs / 1000).toFixed(2)} s to ${address}${realTime ? ', in real time' : ''}\n\n`);
  try {
    const speech = new Speech();
    const timeline = new Timeline(speech, durationMs, write);
    for await (const hasVoice of streamAudio(client, samples, realTime, stop.signal)) {
      speech.push(hasVoice);
      timeline.advance();
    }
    write(`\n${listSegments(speech.segments(Math.ceil(durationMs / FRAME_MS)), durationMs)}`);
  } finally {
    client.close();
  }
}
