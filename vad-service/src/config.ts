import { BootError } from './errors.ts';
import { LOG_LEVELS, type LogLevel } from './telemetry.ts';

interface Setting<T> {
  readonly name: string;
  readonly fallback: T;
  /** How the default reads in the help. */
  readonly shown: string;
  readonly meaning: string;
  /** Answers the value, or what the text should have been. */
  readonly parse: (text: string) => { value: T } | { wanted: string };
}

type Range = readonly [min: number, max: number];

function whole(name: string, fallback: number, range: Range, meaning: string): Setting<number> {
  return number(name, fallback, range, meaning, 'whole number', /^\d+$/);
}

function seconds(name: string, fallback: number, range: Range, meaning: string): Setting<number> {
  return number(name, fallback, range, meaning, 'number', /^\d+(\.\d+)?$/);
}

function number(name: string, fallback: number, [min, max]: Range, meaning: string, kind: string, form: RegExp) {
  const parse = (text: string) => {
    const value = form.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? { value } : { wanted: `a ${kind} from ${min} to ${max}` };
  };
  return { name, fallback, shown: String(fallback), meaning, parse };
}

function level(name: string, fallback: LogLevel, meaning: string): Setting<LogLevel> {
  const wanted = `one of ${LOG_LEVELS.join(', ')}`;
  const parse = (text: string) => {
    const value = LOG_LEVELS.find(known => known === text);
    return value ? { value } : { wanted };
  };
  return { name, fallback, shown: fallback, meaning, parse };
}

const SETTINGS = {
  host: {
    name: 'VAD_HOST',
    fallback: '0.0.0.0',
    shown: '0.0.0.0',
    meaning: 'Address to listen on; `::` for IPv6 as well',
    parse: value => ({ value }),
  } satisfies Setting<string>,
  port: whole('VAD_PORT', 50051, [0, 65535], 'Port to listen on; 0 takes a free one and logs it'),
  logLevel: level('VAD_LOG_LEVEL', 'info', `Least level that is logged: ${LOG_LEVELS.join(', ')}`),
  modelPath: {
    name: 'VAD_MODEL_PATH',
    fallback: undefined,
    shown: 'bundled',
    meaning: 'Where silero_vad_v6.onnx lies, if not where it was installed',
    parse: value => ({ value }),
  } as Setting<string | undefined>,
  maxSessions: whole('VAD_MAX_SESSIONS', 10_000, [1, 1_000_000], 'Sessions that may live at once; one more is refused'),
  drainSeconds: seconds(
    'VAD_DRAIN_SECONDS',
    3,
    [0, 300],
    'After SIGTERM: how long to serve on before connections are told to go',
  ),
  graceSeconds: seconds('VAD_GRACE_SECONDS', 25, [1, 3600], 'After SIGTERM: when whatever is still open is cut'),
};

export type Config = {
  readonly [Key in keyof typeof SETTINGS]: (typeof SETTINGS)[Key] extends Setting<infer T> ? T : never;
};

/**
 * Reads the environment; an empty variable counts as unset.
 * @throws BootError that names every fault at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const read = ([key, setting]: [string, Setting<unknown>]) => {
    const text = env[setting.name];
    if (!text) return [key, setting.fallback];
    const parsed = setting.parse(text);
    if ('value' in parsed) return [key, parsed.value];
    faults.push(`${setting.name}=${text} is not ${parsed.wanted}`);
    return [key, setting.fallback];
  };
  const config = Object.fromEntries(Object.entries(SETTINGS).map(read)) as Config;
  if (config.drainSeconds >= config.graceSeconds) {
    faults.push(`VAD_DRAIN_SECONDS=${config.drainSeconds} must be less than VAD_GRACE_SECONDS=${config.graceSeconds}`);
  }
  if (faults.length > 0) {
    throw new BootError(
      `The environment has ${faults.length} fault(s):\n  ${faults.join('\n  ')}\n--help lists every variable.`,
    );
  }
  return config;
}

/** One row a setting: name, default, meaning. */
export function describeSettings(): readonly (readonly [name: string, fallback: string, meaning: string])[] {
  return Object.values(SETTINGS).map(({ name, shown, meaning }) => [name, shown, meaning]);
}
