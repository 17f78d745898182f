import { createRequire } from 'node:module';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** vixio's rules written down plainly, a frame at a time, sharing nothing with the service. */
export class Oracle {
  private bytes: number[] = [];
  private context: number[] = Array(64).fill(0);
  private state: Float32Array = new Float32Array(256);
  private window: boolean[] = [];
  private lastIsVoice = false;
  private isSpeaking = false;
  private readonly model: InferenceSession;
  private readonly limits: { high: number; low: number; frames: number };

  constructor(model: InferenceSession, high: number, low: number, frames: number) {
    this.model = model;
    this.limits = { high: Math.fround(high || 0.35), low: Math.fround(low || 0.15), frames: frames || 8 };
  }

  async detect(audio: Uint8Array, event: string): Promise<{ hasVoice: boolean; isSpeaking: boolean }> {
    if (event === 'end') {
      this.bytes = [];
      this.window = [];
      this.lastIsVoice = false;
      return { hasVoice: false, isSpeaking: this.isSpeaking };
    }
    let hasVoice = false;
    this.bytes = [...this.bytes, ...audio];
    while (this.bytes.length >= 1024) {
      const p = await this.probability(this.bytes.slice(0, 1024));
      this.bytes = this.bytes.slice(1024);
      if (p >= this.limits.high) this.lastIsVoice = true;
      else if (p <= this.limits.low) this.lastIsVoice = false;
      this.window = [...this.window, this.lastIsVoice].slice(-30);
      if (this.window.filter(voice => voice).length >= this.limits.frames) {
        hasVoice = true;
        this.isSpeaking = true;
      }
    }
    return { hasVoice, isSpeaking: this.isSpeaking };
  }

  reset(): void {
    this.bytes = [];
    this.context = Array(64).fill(0);
    this.state = new Float32Array(256);
    this.window = [];
    this.lastIsVoice = false;
    this.isSpeaking = false;
  }

  private async probability(frame: number[]): Promise<number> {
    const samples: number[] = [];
    for (let i = 0; i < frame.length; i += 2) {
      const unsigned = (frame[i] ?? 0) + 256 * (frame[i + 1] ?? 0);
      samples.push((unsigned >= 32768 ? unsigned - 65536 : unsigned) / 32768);
    }
    const input = [...this.context, ...samples];
    this.context = input.slice(-64);
    const { output, stateN } = await this.model.run({
      input: new Tensor('float32', Float32Array.from(input), [1, 576]),
      state: new Tensor('float32', this.state, [2, 1, 128]),
      sr: new Tensor('int64', BigInt64Array.from([16000n]), []),
    });
    this.state = Float32Array.from(stateN?.data as Float32Array);
    return Number(output?.data[0]);
  }
}

export function loadOracleModel(): Promise<InferenceSession> {
  const path = createRequire(import.meta.url).resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx');
  return InferenceSession.create(path, { intraOpNumThreads: 1 });
}
