export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Fields = Readonly<Record<string, string | number | boolean>>;
export type Logger = Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>>;

/**
 * Logs one JSON object a line, in Elastic Common Schema.
 * @param least the lowest level that is written.
 * @param write takes one line with its newline.
 */
export function createLogger(least: LogLevel, write: (line: string) => void): Logger {
  const log = (level: LogLevel) => (message: string, fields?: Fields) => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    const head = { '@timestamp': new Date().toISOString(), 'log.level': level, message };
    write(`${JSON.stringify({ ...head, 'ecs.version': '8.11.0', 'service.name': 'vad-service', ...fields })}\n`);
  };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}
