import type { Bounds } from './bounds.ts';
import { isInstant } from './hold.ts';
import { invalid } from './release-document.ts';

/** Bounds that a release file pins; what it does not is the overlay's. */
export type Pinned = { readonly [name in keyof Bounds]?: number };

/** Bounds that end by themselves. */
export interface Temporary {
  /** An instant in UTC such as 2026-12-01T09:30:00Z. */
  readonly until: string;
  /** What was pinned, by which a later change of others is seen. */
  readonly set: Pinned;
  /** What was pinned before, and is again afterwards. */
  readonly back: Pinned;
  /** What a person reads. */
  readonly reason: string;
}

const keys = { min: 'min', max: 'max', cpuTarget: 'cpu-target' } as const;
const names = ['min', 'max', 'cpuTarget'] as const;
// Stands for nothing pinned.
const nothing = 'overlay';

/** Pinned bounds as an annotation: `min=3 max=6`, or `overlay` for none. */
export function formatPinned(pinned: Pinned): string {
  const parts = names.filter(name => pinned[name] !== undefined).map(name => `${keys[name]}=${pinned[name]}`);
  return parts.join(' ') || nothing;
}

/** Pinned bounds from an annotation; undefined where it is none. */
export function parsePinned(text: string): Pinned | undefined {
  if (text === nothing) return {};
  const pinned: { -readonly [name in keyof Pinned]: Pinned[name] } = {};
  for (const part of text.split(' ')) {
    const [, key, value] = /^([a-z-]+)=([1-9]\d{0,8})$/.exec(part) ?? [];
    const name = names.find(candidate => keys[candidate] === key);
    if (name === undefined || pinned[name] !== undefined) return undefined;
    pinned[name] = Number(value);
  }
  return pinned;
}

/** Whether two files would pin the same. */
export function isSamePinned(one: Pinned, other: Pinned): boolean {
  return formatPinned(one) === formatPinned(other);
}

/** Reads our annotations; undefined where there is none of them. Throws `release-file-invalid`. */
export function readTemporary(annotation: (name: keyof Temporary) => unknown): Temporary | undefined {
  const [until, set, back, reason] = (['until', 'set', 'back', 'reason'] as const).map(annotation);
  if ([until, set, back, reason].every(value => value === undefined)) return undefined;
  const pinned = [set, back].map(value => (typeof value === 'string' ? parsePinned(value) : undefined));
  if (!isInstant(until) || typeof until !== 'string' || typeof reason !== 'string' || !pinned[0] || !pinned[1])
    throw invalid("the annotations of the autoscaler's temporary bounds are not whole");
  return { until, set: pinned[0], back: pinned[1], reason };
}
