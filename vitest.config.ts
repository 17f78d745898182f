import { defineConfig } from 'vitest/config';

// unit: beside the module, no process but node's own. scenarios: starts real processes. cluster: needs the local cluster.
// matrix: every fault on every engine, with its time (npm run test:matrix). lifecycle: makes and removes the cluster itself.
export default defineConfig({
  test: {
    // An oracle of ours loads the model too; onnxruntime would keep an id under the home folder.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{actions,vad-service,scripts}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/test/**', 'actions/dist/**'],
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['{actions,vad-service,scripts}/test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/test/cluster/**', '**/test/matrix/**', '**/test/lifecycle/**'],
          // Most of their time is waiting.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['scripts/test/cluster/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: 'scripts/test/cluster/global-setup.ts',
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        test: {
          name: 'matrix',
          include: ['scripts/test/matrix/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: 'scripts/test/cluster/global-setup.ts',
          // Both engines at once: most of the time is waiting.
          fileParallelism: true,
          maxWorkers: 2,
          testTimeout: 900_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        test: {
          name: 'lifecycle',
          include: ['scripts/test/lifecycle/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
