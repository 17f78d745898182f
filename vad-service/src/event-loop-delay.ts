const PERIOD_MS = 20;

/**
 * Measures how late a timer comes that is due every 20 ms: whatever blocks the event loop shows.
 * @param late takes each lateness in seconds.
 * @returns a function that ends the measuring.
 */
export function watchEventLoopDelay(late: (seconds: number) => void): () => void {
  let due = performance.now() + PERIOD_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    late(Math.max(0, now - due) / 1000);
    due = now + PERIOD_MS;
  }, PERIOD_MS).unref();
  return () => clearInterval(timer);
}
