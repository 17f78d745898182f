import { deploymentName, overlayPath } from '../manifest-names.ts';
import type { Engine } from './engine.ts';

/** No engine to ask: the workload alone is judged, against the digest. */
export const none: Engine = {
  findTarget: environment => ({
    kind: 'deployments.apps',
    name: deploymentName,
    namespace: '',
    destinationNamespace: '',
    path: overlayPath(environment),
  }),
  observe: async () => undefined,
};
