import { createRequire } from 'node:module';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AudioEncoding, type DetectResponse, type SpeechEvent, SpeechEvent_Type } from '../../proto/gen/vad.ts';
import { UNSET } from './call.ts';
import { BYTES_PER_SAMPLE, type PlainEncoding, plainSamples } from './plain-audio.ts';
import { plainSpeech, type SpeechChoice } from './plain-speech.ts';

const ENCODING_OF = new Map<AudioEncoding, PlainEncoding>([
  [AudioEncoding.AUDIO_ENCODING_S16LE, 's16le'],
  [AudioEncoding.AUDIO_ENCODING_MULAW, 'mulaw'],
  [AudioEncoding.AUDIO_ENCODING_ALAW, 'alaw'],
  [AudioEncoding.AUDIO_ENCODING_F32LE, 'f32le'],
]);

/** The proto's words written down plainly: a frame at a time, all of the history kept, sharing nothing with the service. */
export class Oracle {
  private readonly model: InferenceSession;
  private readonly settings: typeof UNSET;
  private readonly rate: number;
  private readonly encoding: PlainEncoding;
  private readonly speech: SpeechChoice;
  private bytes: number[] = [];
  private bytesDone = 0;
  private context: number[] = [];
  private state = new Float32Array(256);
  private window: boolean[] = [];
  private silentFrames = 0;
  private stretches: { frames: string; firstSample: number }[] = [];
  private told = 0;
  private reply: Omit<DetectResponse, 'sessionId'> = this.nothing();

  /** @param chosen what CreateSession sets. */
  constructor(model: InferenceSession, chosen: Partial<typeof UNSET> = {}) {
    this.model = model;
    this.settings = { ...UNSET, ...chosen };
    const { sampleRate, encoding, minSpeechMs, minSilenceMs, prefixPaddingMs, maxSpeechMs } = this.settings;
    this.rate = sampleRate || 16_000;
    this.encoding = ENCODING_OF.get(encoding) as PlainEncoding;
    this.speech = {
      minSpeechMs: minSpeechMs ?? 250,
      minSilenceMs: minSilenceMs ?? 500,
      prefixPaddingMs: prefixPaddingMs ?? 300,
      maxSpeechMs,
    };
    this.reset();
  }

  reset(): void {
    this.bytes = [];
    this.bytesDone = 0;
    this.forget();
    this.window = [];
    this.stretches = [];
    this.told = 0;
    this.reply = this.nothing();
  }

  /** What the service has to reply, but for the session's id. */
  async detect(audio: Uint8Array, event: string): Promise<Omit<DetectResponse, 'sessionId'>> {
    this.reply = { ...this.reply, hasVoice: false, speechEvents: [] };
    for (const byte of audio) this.bytes.push(byte);
    if (event === 'end') this.end();
    const frameBytes = this.rate * 0.032 * BYTES_PER_SAMPLE[this.encoding];
    while (this.bytes.length >= frameBytes) await this.hear(this.bytes.splice(0, frameBytes));
    return this.reply;
  }

  private nothing(): Omit<DetectResponse, 'sessionId'> {
    return { hasVoice: false, isSpeaking: false, probability: 0, framesProcessed: 0, speechEvents: [] };
  }

  private forget(): void {
    this.context = Array(this.rate * 0.004).fill(0);
    this.state = new Float32Array(256);
    this.silentFrames = 0;
  }

  private end(): void {
    this.bytesDone += this.bytes.length;
    this.bytes = [];
    this.window = [];
    this.reply.speechEvents = this.untold(true);
    this.stretches.push({ frames: '', firstSample: Number.NaN });
    this.told = 0;
  }

  private async hear(bytes: number[]): Promise<void> {
    const probability = await this.probabilityOf(plainSamples(Buffer.from(bytes), this.encoding));
    const voice = this.isVoice(probability);
    this.window = [...this.window, voice].slice(-30);
    const hasVoice = this.window.filter(Boolean).length >= (this.settings.frameWindowThreshold || 8);
    this.note(voice);
    this.bytesDone += bytes.length;
    this.reply = {
      hasVoice: this.reply.hasVoice || hasVoice,
      isSpeaking: this.reply.isSpeaking || hasVoice,
      probability,
      framesProcessed: this.reply.framesProcessed + 1,
      speechEvents: [...this.reply.speechEvents, ...this.untold(false)],
    };
    this.silentFrames = voice ? 0 : this.silentFrames + 1;
    const { resetAfterSilenceMs } = this.settings;
    if (resetAfterSilenceMs > 0 && this.silentFrames * 32 >= resetAfterSilenceMs) this.forget();
  }

  private isVoice(probability: number): boolean {
    if (probability >= Math.fround(this.settings.threshold || 0.35)) return true;
    if (probability <= Math.fround(this.settings.thresholdLow || 0.15)) return false;
    return this.window.at(-1) ?? false;
  }

  /** Writes the newest frame into the history. */
  private note(voice: boolean): void {
    const firstSample = Math.floor(this.bytesDone / BYTES_PER_SAMPLE[this.encoding]);
    if (!this.stretches.at(-1)?.frames) this.stretches.splice(-1, 1, { frames: '', firstSample });
    const stretch = this.stretches.at(-1);
    if (stretch) stretch.frames += voice ? 'v' : '-';
  }

  /** The events of the newest stretch that are certain by now and have not been told. */
  private untold(ended: boolean): SpeechEvent[] {
    const heard = this.stretches.at(-1)?.frames.length ?? 0;
    const all = plainSpeech(this.speech, this.rate, this.stretches).at(-1) ?? [];
    const certain = all.filter(({ frame }) => ended || frame < heard);
    const events = certain.slice(this.told).map(({ type, sampleIndex }) => ({
      type: type === 'start' ? SpeechEvent_Type.TYPE_START : SpeechEvent_Type.TYPE_END,
      sampleIndex,
    }));
    this.told = certain.length;
    return events;
  }

  private async probabilityOf(samples: number[]): Promise<number> {
    const input = [...this.context, ...samples];
    this.context = input.slice(-this.context.length);
    const { output, stateN } = await this.model.run({
      input: new Tensor('float32', Float32Array.from(input), [1, input.length]),
      state: new Tensor('float32', this.state, [2, 1, 128]),
      sr: new Tensor('int64', BigInt64Array.from([BigInt(this.rate)]), []),
    });
    this.state = Float32Array.from(stateN?.data as Float32Array);
    return Number(output?.data[0]);
  }
}

export function loadOracleModel(): Promise<InferenceSession> {
  const path = createRequire(import.meta.url).resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx');
  return InferenceSession.create(path, { intraOpNumThreads: 1 });
}
