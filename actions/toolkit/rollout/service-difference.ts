import { isDeepStrictEqual } from 'node:util';
import { at, isRecord, listAt } from '../json.ts';
import { oneLine } from '../one-line.ts';

/**
 * Returns the first field of a rendered Service's spec that the live one does not have, with both values; `undefined` where
 * there is none. What Git leaves out is the cluster's to choose, except in the selector.
 */
export function firstDifference(live: unknown, rendered: unknown): string | undefined {
  const { selector, ports, ...others } = isRecord(rendered) ? rendered : {};
  return (
    compare('selector', at(live, 'selector'), selector) ??
    comparePorts(listAt(live, 'ports'), listAt({ ports }, 'ports')) ??
    compareFields('', live, others)
  );
}

// A dual-stack cluster adds the second family.
const isAddedTo = ['ipFamilies', 'clusterIPs'];

function compareFields(path: string, live: unknown, rendered: unknown): string | undefined {
  if (isLeftOut(rendered)) return undefined;
  if (isAddedTo.includes(path) && Array.isArray(live) && Array.isArray(rendered))
    return compare(path, live.slice(0, rendered.length), rendered);
  if (!isRecord(rendered)) return compare(path, live, rendered);
  for (const [key, value] of Object.entries(rendered)) {
    const difference = compareFields(path === '' ? key : `${path}.${key}`, at(live, key), value);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

// Kubernetes merges ports by number and protocol.
function comparePorts(live: readonly unknown[], rendered: readonly unknown[]): string | undefined {
  const key = (port: unknown) => `${at(port, 'port')}/${at(port, 'protocol') ?? 'TCP'}`;
  for (const wanted of rendered) {
    const found = live.find(port => key(port) === key(wanted));
    const difference =
      found === undefined
        ? compare('ports', live.map(key), rendered.map(key))
        : compareFields(`ports[${key(wanted)}]`, found, wanted);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function compare(path: string, live: unknown, rendered: unknown): string | undefined {
  if (isDeepStrictEqual(live, rendered) || (isUnset(live) && isUnset(rendered))) return undefined;
  return `the cluster has ${path} ${format(live)}; Git has ${format(rendered)}`;
}

function isUnset(value: unknown): boolean {
  return isLeftOut(value) || value === 0 || value === false;
}

function isLeftOut(value: unknown): boolean {
  const isEmpty = Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || isEmpty;
}

function format(value: unknown): string {
  return oneLine(value === undefined ? '(unset)' : JSON.stringify(value), 200);
}
