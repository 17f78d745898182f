import { setTimeout as delay } from 'node:timers/promises';

/** Waits `ms`, or throws the signal's reason as soon as it aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

export interface Backoff {
  readonly firstMs: number;
  readonly factor: number;
  readonly capMs: number;
}

/** The wait before attempt `attempt` + 1 (from 1): exponential, capped, with full jitter over its upper half. */
export function backoffMs(attempt: number, { firstMs, factor, capMs }: Backoff, random = Math.random): number {
  const full = Math.min(capMs, firstMs * factor ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}

/** Parses "90s", "10m", "1h30m", "2d" or "500ms" into milliseconds; undefined where it is none of these or 0. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(ms|d|h|m|s))+$/.test(text)) return undefined;
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|d|h|m|s)/g)) total += Number(count) * (units[unit ?? ''] ?? 0);
  return total > 0 ? total : undefined;
}

/** Milliseconds as "4s" or "2m05s". */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}
