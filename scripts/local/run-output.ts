/** Whether a line of act's output is worth a person's attention; the log has every line. */
export type LineFilter = (line: string) => boolean;

/**
 * Keeps what our actions say, each job's end, and every failure. Drops BuildKit's own steps, outputs, summaries (a page of
 * Markdown each) and act's bookkeeping.
 */
export function briefly(): LineFilter {
  let inSummary = false;
  return line => {
    const message = /^\[[^\]]+\] (.*)$/s.exec(line)?.[1];
    if (message === undefined) return !inSummary;
    inSummary = message.includes('⚙  Summary');
    if (inSummary) return false;
    const said = /^ {2}\| (.*)$/s.exec(message)?.[1];
    if (said !== undefined) return said.trim() !== '' && !/^#\d+ /.test(said);
    return /❌|❗|🏁|::error|::warning|Failure/.test(message);
  };
}

/** A line as a person reads it: GitHub's workflow commands carry their line ends as %0A. */
export function readable(line: string): string {
  if (!line.includes('::error') && !line.includes('::warning')) return line;
  return line.replaceAll('%0D', '').replaceAll('%0A', '\n    ').replaceAll('%25', '%');
}

/** Keeps every line. */
export const verbosely = (): LineFilter => () => true;
