import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applicationPath } from '../../actions/toolkit/manifest-names.ts';
import { parseApplication } from '../../actions/toolkit/sync/argocd.ts';
import { readHpa } from '../status/collect.ts';
import { getJson } from './kubectl.ts';
import { waitFor } from './wait.ts';

/** Waits until the HPA of every environment of a checkout has a CPU reading: it needs two of new pods, 10 s apart. */
export async function autoscalersRead(checkout: string): Promise<void> {
  for (const environment of readdirSync(join(checkout, 'kustomize', 'clusters'))) {
    const file = readFileSync(join(checkout, applicationPath(environment)), 'utf8');
    const { destinationNamespace } = parseApplication(file);
    const hasReading = async () => {
      const hpa = await getJson<unknown>(['hpa', 'vad-hpa', '--namespace', destinationNamespace]);
      return readHpa(hpa).cpuPercent !== null;
    };
    await waitFor(`a CPU reading of vad-hpa in ${destinationNamespace}`, hasReading, {
      timeoutMs: 120_000,
      intervalMs: 1_000,
    });
  }
}
