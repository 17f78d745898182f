import type { InferenceSession } from 'onnxruntime-node';
import { AudioEncoding, type DetectResponse, type VADServiceClient } from '../../proto/gen/vad.ts';
import { audio, noisy, SPEECH } from './audio.ts';
import { create, detect, reset, UNSET } from './call.ts';
import { Oracle } from './oracle.ts';
import { type PlainEncoding, transcode } from './plain-audio.ts';

/** What a session is asked next. */
export type Ask = 'reset' | { readonly audio: Buffer; readonly event: string };

/** All that one session is asked, in order. */
export interface Conversation {
  readonly name: string;
  readonly settings: typeof UNSET;
  readonly asks: readonly Ask[];
}

const ENCODINGS: readonly (readonly [AudioEncoding, PlainEncoding, bytesPerSecond: number])[] = [
  [AudioEncoding.AUDIO_ENCODING_S16LE, 's16le', 2],
  [AudioEncoding.AUDIO_ENCODING_MULAW, 'mulaw', 1],
  [AudioEncoding.AUDIO_ENCODING_ALAW, 'alaw', 1],
  [AudioEncoding.AUDIO_ENCODING_F32LE, 'f32le', 4],
];
/** Small pieces make many Detects, so they get less audio. */
const LONGEST_PIECES = [
  { ms: 8, seconds: 0.8 },
  { ms: 60, seconds: 3 },
  { ms: 700, seconds: 9 },
  { ms: 5000, seconds: 9 },
];

/** A conversation of its own for each number: every rate, encoding and length of pieces comes within any 32 in a row. */
export function conversation(number: number, random: () => number): Conversation {
  const oneOf = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)] as T;
  const rate = number % 2 ? 8000 : 16_000;
  const [encoding, plainEncoding, bytesPerSample] = ENCODINGS[(number >> 1) % 4] as (typeof ENCODINGS)[number];
  const { ms, seconds } = LONGEST_PIECES[(number >> 3) % 4] as (typeof LONGEST_PIECES)[number];
  const speech = noisy(audio(oneOf(SPEECH)), oneOf([1, 0.5, 0.1]), oneOf([0, 40, 600, 2500]), random);
  const bytes = transcode(speech, rate, plainEncoding).subarray(0, seconds * rate * bytesPerSample);
  const settings = {
    ...UNSET,
    sampleRate: rate === 16_000 ? oneOf([0, rate]) : rate,
    encoding,
    ...(random() < 0.5 ? voiceChoice(oneOf) : {}),
    ...(random() < 0.5 ? speechChoice(oneOf) : {}),
    resetAfterSilenceMs: oneOf([0, 0, 32, 100, 500]),
  };
  const asks = [...inPieces(bytes, (ms / 1000) * rate * bytesPerSample, random)];
  return { name: `${number}: ${plainEncoding} at ${rate}, pieces up to ${ms} ms`, settings, asks };
}

/** What the oracle says to a conversation. */
export async function expectedReplies(model: InferenceSession, { name, settings, asks }: Conversation) {
  const oracle = new Oracle(model, settings);
  const replies: DetectResponse[] = [];
  for (const ask of asks) {
    if (ask === 'reset') oracle.reset();
    else replies.push({ ...(await oracle.detect(ask.audio, ask.event)), sessionId: name });
  }
  return replies;
}

/** What a service says to it, asked by one unary call after another. */
export async function actualReplies(vad: VADServiceClient, { name, settings, asks }: Conversation) {
  await create(vad, name, settings);
  const replies: DetectResponse[] = [];
  for (const ask of asks) {
    if (ask === 'reset') await reset(vad, name);
    else replies.push(await detect(vad, name, ask.audio, ask.event));
  }
  return replies;
}

type OneOf = <T>(choices: readonly T[]) => T;

function voiceChoice(oneOf: OneOf) {
  return {
    threshold: oneOf([0, 0.5, 0.9, 0.05]),
    thresholdLow: oneOf([0, 0.2, 0.01, 0.5]),
    frameWindowThreshold: oneOf([0, 1, 3, 20, 30]),
  };
}

function speechChoice(oneOf: OneOf) {
  return {
    minSpeechMs: oneOf([0, 32, 100]),
    minSilenceMs: oneOf([0, 64, 200]),
    prefixPaddingMs: oneOf([0, 100, 1000]),
    maxSpeechMs: oneOf([0, 100, 640]),
  };
}

/** Pieces of 1 byte to the longest, short ones as likely as long ones; now and then a START, an END or a reset. */
function* inPieces(bytes: Buffer, longest: number, random: () => number): Generator<Ask> {
  for (let offset = 0; offset < bytes.length; ) {
    const end = offset + Math.floor(longest ** random());
    const dice = random();
    const event = dice < 0.02 ? 'end' : dice < 0.06 ? 'start' : dice < 0.5 ? 'chunk' : '';
    yield { audio: random() < 0.02 ? bytes.subarray(0, 0) : bytes.subarray(offset, end), event };
    if (random() < 0.01) yield 'reset';
    offset = end;
  }
}
