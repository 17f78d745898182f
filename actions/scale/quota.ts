import { at, isRecord, listAt, textAt } from '../toolkit/json.ts';
import { findDeployment, type PodCost, podCost, surgeOf } from './pod-cost.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';

/**
 * Why the ResourceQuotas of an overlay's render have no room for so many pods, the arithmetic shown; empty where they
 * have. Draining pods still count, so a rollout at the maximum may hold the old ones, the new ones and the surge. Pure.
 */
export function quotaFaults(manifests: readonly unknown[], max: number): readonly string[] {
  const deployment = findDeployment(manifests);
  const surge = surgeOf(deployment, max);
  const cost = podCost(deployment);
  const quotas = manifests.filter(one => textAt(one, 'kind') === 'ResourceQuota' && countsOurs(one));
  return quotas.flatMap(quota => {
    const hard = at(quota, 'spec', 'hard');
    const name = textAt(quota, 'metadata', 'name');
    return Object.entries(isRecord(hard) ? hard : {}).flatMap(([resource, limit]) => {
      const fault = exceeds(resource, parseQuantity(limit), { cost, max, surge });
      return fault === undefined ? [] : [`${fault} of the ResourceQuota ${name}`];
    });
  });
}

interface Demand {
  readonly cost: PodCost;
  readonly max: number;
  readonly surge: number;
}

function exceeds(resource: string, limit: number | undefined, { cost, max, surge }: Demand): string | undefined {
  const pods = 2 * max + surge;
  const isCount = resource === 'pods' || resource === 'count/pods';
  const each = isCount ? 1 : cost.get(fullName(resource));
  // Kubernetes counts to a thousandth; so does this, and not the noise of binary fractions.
  if (limit === undefined || each === undefined || pods * each <= limit + 5e-4) return undefined;
  const amount = (value: number) => formatQuantity(value, resource);
  const sum = `2 × ${max} + ${surge} surge = ${pods} pods`;
  const product = isCount ? sum : `(${sum}) × ${amount(each)} = ${amount(pods * each)}`;
  return `${resource}: ${product}, over the ${amount(limit)}`;
}

// `cpu` and `memory` in a quota are the requests.
function fullName(resource: string): string {
  return resource.includes('.') ? resource : `requests.${resource}`;
}

// A Deployment's pods run until they are ended, and ours ask for resources. Quotas of priority classes count none of them.
function countsOurs(quota: unknown): boolean {
  const foreign = ['Terminating', 'BestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'];
  const selected = listAt(quota, 'spec', 'scopeSelector', 'matchExpressions').map(one => textAt(one, 'scopeName'));
  return ![...listAt(quota, 'spec', 'scopes'), ...selected].some(scope => foreign.includes(String(scope)));
}
