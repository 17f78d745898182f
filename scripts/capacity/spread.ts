/** ghz takes whole rates only, which multiples of 4 real-time sessions have. */
const GRAIN = 4;

/** Shares so many sessions out to so many pods, as evenly as multiples of 4 allow. */
export function spread(sessions: number, pods: number): number[] {
  const grains = Math.round(sessions / GRAIN);
  return Array.from(
    { length: pods },
    (_, i) => GRAIN * (Math.floor((grains * (i + 1)) / pods) - Math.floor((grains * i) / pods)),
  );
}
