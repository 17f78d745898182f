import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadOutcome, load, tryLoad } from '../bench/ghz.ts';
import { FRAME_MS } from '../talk/speech.ts';
import { readWav } from '../talk/wav.ts';
import type { RunningPod } from './pod.ts';

const SPEECH = join(import.meta.dirname, '../../vad-service/test/audio/two-phrases.wav');
const FRAME_BYTES = 1024;
/** So many consecutive frames each session sends again and again: a second. */
const FRAMES = 32;
/** Enough that a frame is sent when it is due, even while the pod stands still for a tenth of a second. */
const IN_FLIGHT = 512;
const SETUP_IN_FLIGHT = 16;

/** Frames a second of so many real-time sessions. ghz takes whole numbers only: these are, for multiples of 4. */
export const frameRate = (sessions: number): number => (sessions * 1000) / FRAME_MS;

/** Real-time sessions in one pod, and the clients that feed them. A session lives in one pod's memory: only that pod is called. */
export class Sessions {
  readonly #address: string;
  readonly #ids: readonly string[];
  readonly #sessionsFile: string;
  readonly #framesFile: string;

  private constructor(pod: RunningPod, ids: readonly string[], folder: string) {
    this.#address = pod.address;
    this.#ids = ids;
    this.#sessionsFile = join(folder, `${ids[0]}-sessions.json`);
    this.#framesFile = join(folder, `${ids[0]}-frames.json`);
  }

  /** @param first number of the first session, so that another set in the same pod has other ids. */
  static async open(pod: RunningPod, count: number, folder: string, first = 0): Promise<Sessions> {
    const ids = Array.from({ length: count }, (_, i) => `${pod.name}-${first + i}`);
    const sessions = new Sessions(pod, ids, folder);
    await writeFile(sessions.#sessionsFile, JSON.stringify(ids.map(session_id => ({ session_id }))));
    await sessions.#each('CreateSession');
    return sessions;
  }

  /** Each sends a frame every 32 ms, one session after the other. */
  async speak(seconds: number): Promise<LoadOutcome> {
    const rate = frameRate(this.#ids.length);
    await writeFile(this.#framesFile, JSON.stringify(frames(this.#ids)));
    const calls = Math.round(rate * seconds);
    const target = { address: this.#address };
    return await tryLoad(target, { method: 'Detect', messages: this.#framesFile, calls, inFlight: IN_FLIGHT, rate });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#each('DestroySession');
    for (const file of [this.#sessionsFile, this.#framesFile]) await rm(file, { force: true });
  }

  async #each(method: 'CreateSession' | 'DestroySession'): Promise<void> {
    const calls = this.#ids.length;
    const inFlight = Math.min(calls, SETUP_IN_FLIGHT);
    await load({ address: this.#address }, { method, messages: this.#sessionsFile, calls, inFlight });
  }
}

/** A frame of each session, then the next of each; where one session's second of speech ends, the next one's begins. */
export function frames(ids: readonly string[]): { readonly session_id: string; readonly audio_data: string }[] {
  const speech = readWav(SPEECH);
  const count = Math.floor(speech.length / FRAME_BYTES);
  const frame = (index: number) => {
    const start = (index % count) * FRAME_BYTES;
    return speech.subarray(start, start + FRAME_BYTES).toString('base64');
  };
  return Array.from({ length: FRAMES }, (_, k) =>
    ids.map((session_id, i) => ({ session_id, audio_data: frame(i * FRAMES + k) })),
  ).flat();
}
