import { describeSettings } from './config.ts';

/** The text of --help, made from the table of settings. */
export function helpText(): string {
  const rows = describeSettings().map(row => `  ${row[0].padEnd(23)} ${row[1].padEnd(10)} ${row[2]}`);
  return `vad-service: voice activity detection over gRPC (proto/vad.proto). It is set by environment variables only:

  ${'variable'.padEnd(23)} ${'default'.padEnd(10)} meaning
${rows.join('\n')}

It logs JSON lines on stdout. SIGTERM or SIGINT ends it gracefully, a second one at once.
`;
}
