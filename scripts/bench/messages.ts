import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWav } from '../talk/wav.ts';
import { CONNECTIONS } from './ghz.ts';

const SPEECH = join(import.meta.dirname, '../../vad-service/test/audio/two-phrases.wav');
const FRAME_BYTES = 1024;
/** Frames that a stream sends again and again. */
const STREAM_FRAMES = 20;

export interface MessageFiles {
  readonly createSessions: string;
  /** One frame of speech for each session in turn. */
  readonly detects: string;
  readonly createStreamSessions: string;
  /** ghz fills in the session of each of its workers. */
  readonly stream: string;
}

/** Writes ghz's messages for so many sessions, and for so many streams, into a folder. */
export async function writeMessages(folder: string, sessions: number, streams: number): Promise<MessageFiles> {
  const speech = readWav(SPEECH);
  const frame = (i: number) => {
    const at = (i * FRAME_BYTES) % (speech.length - (speech.length % FRAME_BYTES));
    return speech.subarray(at, at + FRAME_BYTES).toString('base64');
  };
  const count = (n: number) => Array.from({ length: n }, (_, i) => i);
  const write = async (name: string, messages: readonly object[]) => {
    const path = join(folder, `${name}.json`);
    await writeFile(path, JSON.stringify(messages));
    return path;
  };
  const ids = count(sessions).map(i => `bench-${i}`);
  return {
    createSessions: await write(
      'create-sessions',
      ids.map(session_id => ({ session_id })),
    ),
    detects: await write(
      'detects',
      ids.map((session_id, i) => ({ session_id, audio_data: frame(i) })),
    ),
    createStreamSessions: await write(
      'create-stream-sessions',
      workers(streams).map(session_id => ({ session_id })),
    ),
    stream: await write(
      'stream',
      count(STREAM_FRAMES).map(i => ({ session_id: '{{.WorkerID}}', audio_data: frame(i) })),
    ),
  };
}

/** ghz's names of its workers, which are the sessions of their streams. */
function workers(streams: number): string[] {
  return Array.from({ length: streams }, (_, i) => `g${i}c${i % CONNECTIONS}`);
}
