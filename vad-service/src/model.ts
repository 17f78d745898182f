import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-node';
import { BootError } from './errors.ts';
import {
  type BatchMemory,
  batchMemory,
  type Inference,
  inputSamples,
  LAYER_LENGTH,
  MAX_BATCH,
  type SampleRate,
  STATE_LAYERS,
} from './inference.ts';

/** Inside node_modules, in the image too. */
export const MODEL_FILE = '@ricky0123/vad-web/dist/silero_vad_v6.onnx';
const MODEL_SHA256 = '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3';

interface Tensors {
  readonly feeds: ort.InferenceSession.OnnxValueMapType;
  readonly fetches: ort.InferenceSession.OnnxValueMapType;
}

/** Silero VAD v6 on onnxruntime. `run` computes on the calling thread, so the event loop stands still for its time. */
class SileroModel implements Inference {
  readonly memory: BatchMemory;
  readonly #session: ort.InferenceSession;
  /** One set of tensors a rate and batch size, all views of `memory`: a run allocates nothing. */
  readonly #tensors: Readonly<Record<SampleRate, readonly Tensors[]>>;

  constructor(session: ort.InferenceSession, memory: BatchMemory) {
    this.#session = session;
    this.memory = memory;
    const sizes = Array.from({ length: MAX_BATCH }, (_, i) => i + 1);
    const tensorsOf = (rate: SampleRate) => sizes.map(frames => tensors(memory, rate, frames));
    this.#tensors = { 8000: tensorsOf(8000), 16000: tensorsOf(16_000) };
  }

  async run(rate: SampleRate, frames: number): Promise<number> {
    const { feeds, fetches } = this.#tensors[rate][frames - 1] as Tensors;
    let began = performance.now();
    // onnxruntime computes in an immediate of its own: this one runs just before it, and what the loop does until then is not counted.
    setImmediate(() => {
      began = performance.now();
    });
    await this.#session.run(feeds, fetches);
    return (performance.now() - began) / 1000;
  }
}

function tensors(memory: BatchMemory, rate: SampleRate, frames: number): Tensors {
  const tensor = (data: Float32Array, dims: readonly number[]) =>
    new ort.Tensor(
      'float32',
      data.subarray(
        0,
        dims.reduce((product, dim) => product * dim),
      ),
      dims,
    );
  const stateDims = [STATE_LAYERS, frames, LAYER_LENGTH];
  return {
    feeds: {
      input: tensor(memory.input, [frames, inputSamples(rate)]),
      state: tensor(memory.state, stateDims),
      sr: new ort.Tensor('int64', BigInt64Array.of(BigInt(rate)), []),
    },
    fetches: { output: tensor(memory.probability, [frames, 1]), stateN: tensor(memory.nextState, stateDims) },
  };
}

/**
 * Reads the model, checks that it is the one this service is made for, and readies it.
 * @param path another place of the same file; by default the one that came with the npm package.
 * @throws BootError
 */
export async function loadModel(
  path = createRequire(import.meta.url).resolve(MODEL_FILE),
  memory = batchMemory(bytes => new ArrayBuffer(bytes)),
): Promise<Inference> {
  const bytes = await readModel(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== MODEL_SHA256) {
    throw new BootError(
      `The model ${path} is not Silero VAD v6: its sha256 is ${sha256}, expected ${MODEL_SHA256}.\n` +
        'Unset VAD_MODEL_PATH to use the one that comes with the service; if it is unset, the file is damaged: install again.',
    );
  }
  process.env.ORT_DISABLE_TELEMETRY ??= '1'; // else onnxruntime keeps an id under the home directory and reports home
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return new SileroModel(session, memory);
}

async function readModel(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new BootError(
      `The model ${path} cannot be read: ${(cause as Error).message}.\n` +
        'Point VAD_MODEL_PATH to a readable silero_vad_v6.onnx, or unset it to use the one that comes with the service.',
      { cause },
    );
  }
}
