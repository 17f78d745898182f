import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-node';
import { BootError } from './errors.ts';
import { INPUT_SAMPLES, type Inference } from './inference.ts';

/** Inside node_modules, in the image too. */
export const MODEL_FILE = '@ricky0123/vad-web/dist/silero_vad_v6.onnx';
const MODEL_SHA256 = '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3';
const SAMPLE_RATE = new ort.Tensor('int64', BigInt64Array.of(16_000n), []);

/** Silero VAD v6 on onnxruntime, one frame a run, one thread: `run` computes on the calling thread anyway. */
class SileroModel implements Inference {
  readonly #session: ort.InferenceSession;

  constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  async infer(input: Float32Array, state: Float32Array): Promise<number> {
    const { output, stateN } = await this.#session.run({
      input: new ort.Tensor('float32', input, [1, INPUT_SAMPLES]),
      state: new ort.Tensor('float32', state, [2, 1, 128]),
      sr: SAMPLE_RATE,
    });
    state.set(floats(stateN));
    return floats(output)[0] as number;
  }
}

/**
 * Reads the model, checks that it is the one this service is made for, and readies it.
 * @param path another place of the same file; by default the one that came with the npm package.
 * @throws BootError
 */
export async function loadModel(path = createRequire(import.meta.url).resolve(MODEL_FILE)): Promise<Inference> {
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
  return new SileroModel(session);
}

function floats(tensor: ort.Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new Error(`the model answered ${tensor?.type ?? 'nothing'} where float32 was expected`);
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
