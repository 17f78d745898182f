import { ActionError } from './errors.ts';
import { isDigest } from './image.ts';
import { isRecord } from './json.ts';

/** Why an environment takes no release for a while, or not that one. */
export interface Hold {
  /** What a person reads. */
  readonly reason: string;
  /** An instant in UTC such as 2026-12-01T09:30:00Z; null holds until somebody lifts it. */
  readonly until: string | null;
  /** The digests that may not be released, or `*` for all. */
  readonly refuses: '*' | readonly string[];
}

/**
 * Reads `overlays/<environment>/release/hold.json`: a hold, or a list of several. Throws `hold-invalid` with every fault: a hold
 * that nobody can read must not count as none.
 */
export function readHolds(text: string): readonly Hold[] {
  const value = parse(text);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const many = items.length > 1;
  const faults = items.flatMap((item, index) =>
    findFaults(item).map(fault => (many ? `hold ${index + 1}: ${fault}` : fault)),
  );
  if (items.length === 0) faults.push('its list is empty: delete the file to lift a hold');
  if (faults.length > 0) throw invalid(faults);
  const holds = items as readonly { reason: string; until?: string | null; refuses: Hold['refuses'] }[];
  return holds.map(({ reason, until, refuses }) => ({ reason, until: until ?? null, refuses }));
}

/** Holds as their file's text; none have no file. */
export function formatHolds(holds: readonly Hold[]): string {
  const plain = holds.map(({ reason, until, refuses }) => ({ reason, until, refuses }));
  return `${JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2)}\n`;
}

/** Whether a hold still counts. */
export function isInForce({ until }: Hold, now: Date): boolean {
  return until === null || now.getTime() < Date.parse(until);
}

/** The holds in force that refuse a digest. */
export function findRefusals(holds: readonly Hold[], digest: string, now: Date): readonly Hold[] {
  return holds.filter(hold => isInForce(hold, now) && (hold.refuses === '*' || hold.refuses.includes(digest)));
}

/** Whether a workflow run has set it: the run's address stands in the reason. */
export function isSetBy({ reason }: Hold, run: string): boolean {
  return reason.split(/\s+/).some(word => word.endsWith(`/actions/runs/${run}`));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid([cause instanceof Error ? cause.message : String(cause)], cause);
  }
}

function findFaults(value: unknown): string[] {
  if (!isRecord(value)) return ['it is not a JSON object'];
  const { reason, until = null, refuses, ...unknown } = value;
  const isReason = typeof reason === 'string' && reason.trim() !== '';
  return [
    ...(isReason ? [] : ['`reason` must be a text']),
    ...(until === null || isInstant(until) ? [] : ['`until` must be an instant such as 2026-12-01T09:30:00Z, or null']),
    ...(isRefusal(refuses) ? [] : ['`refuses` must be "*" or a list of digests']),
    // A slip in `until` would make a hold endless.
    ...Object.keys(unknown).map(name => `\`${name}\` is unknown`),
  ];
}

/** Whether a value is an instant in UTC such as 2026-12-01T09:30:00Z. */
export function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return false;
  const instant = new Date(value);
  // 31 February is read as a day of March.
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === value.slice(0, 19);
}

function isRefusal(value: unknown): boolean {
  if (value === '*') return true;
  return Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'string' && isDigest(item));
}

function invalid(faults: readonly string[], cause?: unknown): ActionError {
  const list = faults.map(fault => `- ${fault}`).join('\n');
  return new ActionError('hold-invalid', `hold.json is not a hold:\n${list}`, { cause });
}
