const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity of Kubernetes (`200m`, `1.5Gi`, `2e3`, 4) as a number of cores, bytes or pods; undefined where it is none. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const [, digits, unit] = /^(\d+\.?\d*(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(String(value)) ?? [];
  return digits === undefined ? undefined : Number(digits) * (units[unit ?? ''] ?? 1);
}

/** An amount as a person reads it: `4.2`, `200m`, `150Mi`. */
export function formatQuantity(amount: number, resource: string): string {
  if (/cpu$/.test(resource)) return amount < 1 && amount > 0 ? `${round(amount * 1000)}m` : String(round(amount));
  if (!/(memory|storage)$/.test(resource)) return String(round(amount));
  const unit = amount >= 2 ** 30 ? 'Gi' : 'Mi';
  return `${round(amount / (units[unit] ?? 1))}${unit}`;
}

// Binary fractions of tenths are no reason to refuse, or to show seventeen digits.
function round(amount: number): number {
  return Math.round(amount * 1000) / 1000;
}
