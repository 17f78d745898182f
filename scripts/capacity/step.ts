/** What so many real-time sessions did to one pod. */
export interface Step {
  readonly sessions: number;
  readonly seconds: number;
  /** Detects a second. */
  readonly askedRate: number;
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** gRPC status → calls that ended with it. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly cpuCores: number;
  /** Share of the quota's periods in which the pod had used it up and stood still, 0 to 1. */
  readonly throttled: number;
  readonly peakWorkingSetBytes: number;
  readonly oomKills: number;
  /** Share of all the machine's cores that was busy, 0 to 1. */
  readonly machineBusy: number;
}

export type Verdict = { readonly kind: 'holds' } | { readonly kind: 'fails'; readonly why: string };

/** A frame must be answered before the next one comes. */
export const BAR_MS = 32;
const RATE_TOLERANCE = 0.02;
/** A pod at its limit and its clients keep half of two cores busy: with more than this, others were at work as well. */
const SPOILT_BUSY = 0.7;
const TRIES = 2;
const TRIES_WHILE_SPOILT = 6;

/** Whether the pod held the sessions: every call ended with OK, at the rate of real time, and 99 % of them in time. */
export function judge({ statuses, oomKills, askedRate, rate, p99Ms }: Step): Verdict {
  const fails = (why: string): Verdict => ({ kind: 'fails', why });
  if (oomKills > 0) return fails(`${oomKills} OOM kills`);
  const bad = Object.entries(statuses).filter(([status]) => status !== 'OK');
  if (bad.length > 0) return fails(bad.map(([status, count]) => `${count} × ${status}`).join(', '));
  if (Math.abs(rate / askedRate - 1) > RATE_TOLERANCE) return fails(`${Math.round(rate)} calls/s, not as asked`);
  if (!(p99Ms <= BAR_MS)) return fails(`p99 > ${BAR_MS} ms`);
  return { kind: 'holds' };
}

/** Whether a step that failed so many times should be tried again: another program's moment must not decide. */
export function isWorthAnother({ machineBusy }: Pick<Step, 'machineBusy'>, tries: number): boolean {
  return tries < (machineBusy > SPOILT_BUSY ? TRIES_WHILE_SPOILT : TRIES);
}
