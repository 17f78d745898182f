import { parentPort, workerData } from 'node:worker_threads';
import { BootError } from './errors.ts';
import { loadModel } from './model.ts';
import type { RunOrder, WorkerData, WorkerSaid } from './model-thread.ts';

const { modelPath, memory } = workerData as WorkerData;
const say = (said: WorkerSaid) => parentPort?.postMessage(said);
const sayError = (error: unknown) =>
  say({ seconds: 0, error: { message: (error as Error).message, atBoot: error instanceof BootError } });

try {
  const model = await loadModel(modelPath, memory);
  parentPort?.on(
    'message',
    ({ rate, frames }: RunOrder) => void model.run(rate, frames).then(seconds => say({ seconds }), sayError),
  );
  say({ seconds: 0 });
} catch (error) {
  sayError(error);
}
