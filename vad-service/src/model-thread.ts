import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BootError } from './errors.ts';
import { type BatchMemory, batchMemory, type Inference, type SampleRate } from './inference.ts';

export interface WorkerData {
  readonly modelPath: string | undefined;
  readonly memory: BatchMemory;
}

export interface RunOrder {
  readonly rate: SampleRate;
  readonly frames: number;
}

/** What a model's thread says: that it is ready, or that a run is done; with an error, that it did not come to it. */
export interface WorkerSaid {
  /** How long a run computed. */
  readonly seconds: number;
  readonly error?: { readonly message: string; readonly atBoot: boolean };
}

/** Hears why a thread ended that nobody had told to. */
export type Died = (cause: unknown) => void;

/** The model on a thread of its own, on memory that both threads share. */
class ModelThread implements Inference {
  readonly memory: BatchMemory;
  readonly #worker: Worker;
  #answer: PromiseWithResolvers<number>;
  #loaded = false;

  /** @param died told, once, of the end of a thread that was ready */
  constructor(modelPath: string | undefined, died: Died) {
    this.memory = batchMemory(bytes => new SharedArrayBuffer(bytes));
    const entry = new URL(`./model-worker${extname(import.meta.filename)}`, import.meta.url);
    this.#worker = new Worker(entry, { workerData: { modelPath, memory: this.memory } satisfies WorkerData });
    this.#worker.unref();
    this.#answer = Promise.withResolvers();
    this.#worker.on('message', ({ error, seconds }: WorkerSaid) => {
      if (error) this.#answer.reject(error.atBoot ? new BootError(error.message) : new Error(error.message));
      else this.#answer.resolve(seconds);
    });
    let cause: unknown;
    this.#worker.once('error', error => {
      cause = error;
    });
    this.#worker.once('exit', code => {
      cause ??= new Error(`its exit code is ${code}`);
      if (this.#loaded) died(cause);
      else this.#answer.reject(cause);
    });
  }

  /** Resolves when the model is loaded. @throws BootError */
  async ready(): Promise<this> {
    await this.#answer.promise;
    this.#loaded = true;
    return this;
  }

  run(rate: SampleRate, frames: number): Promise<number> {
    this.#answer = Promise.withResolvers();
    this.#worker.postMessage({ rate, frames } satisfies RunOrder);
    return this.#answer.promise;
  }
}

/** Loads the model on `count` threads. A thread that dies later answers nothing any more: its sessions are lost. */
export function loadModelThreads(count: number, modelPath: string | undefined, died: Died): Promise<Inference[]> {
  return Promise.all(Array.from({ length: count }, () => new ModelThread(modelPath, died).ready()));
}
