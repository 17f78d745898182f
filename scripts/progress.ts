const HEARTBEAT_MS = 15_000;
const NOTEWORTHY_MS = 1_000;

/** Tells a person what is under way, for how long, and how it ended. */
export interface Progress {
  step<T>(label: string, work: () => Promise<T>): Promise<T>;
  note(text: string): void;
}

/** "42 s", or "3 min 5 s" from a minute up. */
export function seconds(count: number): string {
  const whole = Math.round(count);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Progress as lines on stderr, so that stdout stays free for results. What takes less than a second is not worth a line. */
export function terminalProgress(write: (line: string) => void = line => console.error(line)): Progress {
  const begun = Date.now();
  const clock = () => `[${String(Math.floor((Date.now() - begun) / 1000)).padStart(4)} s]`;
  return {
    note: text => write(`${clock()}   ${text}`),
    async step(label, work) {
      const start = Date.now();
      const taken = () => seconds((Date.now() - start) / 1000);
      let isShown = false;
      const show = setTimeout(() => {
        isShown = true;
        write(`${clock()} ▸ ${label}`);
      }, NOTEWORTHY_MS);
      const beat = setInterval(() => write(`${clock()} … ${label}: ${taken()}`), HEARTBEAT_MS);
      try {
        const result = await work();
        if (isShown) write(`${clock()} ✔ ${label.replace(/ \(.*\)$/, '')}: ${taken()}`);
        return result;
      } catch (error) {
        write(`${clock()} ✘ ${label}: ${taken()}`);
        throw error;
      } finally {
        clearTimeout(show);
        clearInterval(beat);
      }
    },
  };
}

/** Progress that nobody sees. */
export const silentProgress: Progress = { note: () => {}, step: async (_, work) => await work() };
