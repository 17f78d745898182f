import { formatDuration } from '../toolkit/poll.ts';

/** What a release passes, in this order. */
export const gateNames = ['source', 'synced', 'workload', 'pods', 'hpa', 'endpoints', 'grpc'] as const;

export type GateName = (typeof gateNames)[number];

/** A gate's time, in milliseconds since the verification began. */
export interface GateSpan {
  readonly gate: GateName;
  readonly from: number;
  readonly to: number;
  readonly isPassed: boolean;
  /** What was seen last. */
  readonly seen: string;
}

const heartbeatMs = 15_000;

/** Keeps the time of each gate, and prints each change; a heartbeat where nothing changes. */
export class GateLog {
  readonly #say: (line: string) => void;
  readonly #now: () => number;
  readonly #began: number;
  readonly #spans = new Map<GateName, GateSpan>();
  #printed = { line: '', at: 0 };
  #current: GateName = 'source';

  constructor(say: (line: string) => void, now: () => number = Date.now) {
    this.#say = say;
    this.#now = now;
    this.#began = now();
  }

  /** The gate that is being waited at. */
  get current(): GateName {
    return this.#current;
  }

  /** Waits at a gate: those before it are passed. A look may also go back, when the engine moves on. */
  at(gate: GateName, seen: string): void {
    const index = gateNames.indexOf(gate);
    for (const name of gateNames.slice(0, index)) this.#close(name);
    for (const name of gateNames.slice(index)) if (this.#spans.get(name)?.isPassed) this.#spans.delete(name);
    this.#current = gate;
    const from = this.#spans.get(gate)?.from ?? this.#elapsed();
    this.#spans.set(gate, { gate, from, to: this.#elapsed(), isPassed: false, seen });
    this.#print(`${gate.padEnd(9)} ${seen}`);
  }

  /** Stops at a gate while the pods are waited for: those in between are neither passed nor reached. */
  interrupt(gate: GateName, seen: string, during: string): void {
    this.at('pods', during);
    const now = this.#elapsed();
    this.#current = gate;
    this.#spans.set(gate, { gate, from: now, to: now, isPassed: false, seen });
    this.#print(`${gate.padEnd(9)} ${seen}`);
  }

  /** Every gate is passed. */
  pass(seen: string): void {
    this.at('grpc', seen);
    this.#close('grpc');
  }

  spans(): readonly GateSpan[] {
    return gateNames.flatMap(gate => this.#spans.get(gate) ?? []);
  }

  #close(gate: GateName): void {
    const span = this.#spans.get(gate);
    if (span?.isPassed) return;
    const now = this.#elapsed();
    this.#spans.set(gate, { gate, from: span?.from ?? now, to: now, isPassed: true, seen: span?.seen ?? '' });
  }

  #elapsed(): number {
    return this.#now() - this.#began;
  }

  #print(line: string): void {
    const isDue = this.#now() - this.#printed.at >= heartbeatMs;
    if (line === this.#printed.line && !isDue) return;
    this.#printed = { line, at: this.#now() };
    this.#say(`${formatDuration(this.#elapsed()).padStart(6)}  ${line}`);
  }
}
