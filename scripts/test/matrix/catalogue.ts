import type { Part } from '../../matrix/selection.ts';
import type { Case } from './cases.ts';
import { engineCases } from './engine-cases.ts';
import { imageCases } from './image-cases.ts';
import { type RolloutSeries, rolloutSeries } from './rollout-series.ts';
import { serviceCases } from './service-cases.ts';
import { workloadCases } from './workload-cases.ts';

// Also read outside vitest (--list, npm run gen): nothing here may import it.

/** Tests in an order of their own, which only run together; they have no row in docs/faults.md. */
export const groups = [
  { id: 'drift', title: 'drift is reported once, and no longer after the repair', engines: ['argocd', 'flux'] },
  { id: 'operations', title: 'scaling, holds, rollbacks, and several runs at once', engines: ['argocd', 'flux'] },
  { id: 'deploy-faults', title: 'a build that fails, a push that is refused', engines: ['argocd'] },
  { id: 'team-day', title: 'a team’s day', engines: ['flux'] }, // Argo CD's is among the cluster tests
] as const satisfies readonly Part[];

export type GroupId = (typeof groups)[number]['id'];

/** Every fault, in the order of docs/faults.md. */
export const faultCases: readonly Case[] = [...imageCases, ...workloadCases, ...serviceCases, ...engineCases];

/** The rows of docs/faults.md, in its order. */
export const tableCases: readonly (Case | RolloutSeries)[] = [...faultCases, ...rolloutSeries];

/** Everything that --only can name. */
export const parts: readonly Part[] = [
  ...groups,
  ...tableCases.map(({ id, title }) => ({ id, title, engines: ['argocd', 'flux'] as const })),
];
