import { BootError } from './errors.ts';
import { LOG_LEVELS } from './telemetry.ts';

const SWITCH = ['on', 'off'] as const;

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

function oneOf<T extends string>(name: string, fallback: T, known: readonly T[], meaning: string): Setting<T> {
  const parse = (text: string) => {
    const value = known.find(one => one === text);
    return value ? { value } : { wanted: `one of ${known.join(', ')}` };
  };
  return { name, fallback, shown: fallback, meaning, parse };
}

function path(name: string, shown: string, meaning: string): Setting<string | undefined> {
  return { name, fallback: undefined, shown, meaning, parse: value => ({ value }) };
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
  metricsPort: whole(
    'VAD_METRICS_PORT',
    9464,
    [0, 65535],
    'Port of Prometheus metrics (`/metrics`); 0 takes a free one and logs it',
  ),
  reflection: oneOf('VAD_REFLECTION', 'on', SWITCH, 'gRPC server reflection: on, off'),
  tlsCertificate: path('VAD_TLS_CERT_FILE', 'plaintext', 'Certificate chain (PEM) of the service; watched for changes'),
  tlsKey: path('VAD_TLS_KEY_FILE', 'plaintext', 'Private key (PEM) of that certificate; watched for changes'),
  tlsClientCa: path('VAD_TLS_CLIENT_CA_FILE', 'any client', 'CAs (PEM) whose clients alone may connect: mutual TLS'),
  logLevel: oneOf('VAD_LOG_LEVEL', 'info', LOG_LEVELS, `Least level that is logged: ${LOG_LEVELS.join(', ')}`),
  modelPath: path('VAD_MODEL_PATH', 'bundled', 'Where silero_vad_v6.onnx lies, if not where it was installed'),
  workers: whole(
    'VAD_WORKERS',
    0,
    [0, 64],
    'Threads that run the model beside the one that serves; 0 runs it there as well',
  ),
  gatherMs: whole(
    'VAD_GATHER_MS',
    2,
    [0, 30],
    'Least time between two runs of the model that are not full: more costs less CPU and answers later',
  ),
  maxSessions: whole('VAD_MAX_SESSIONS', 10_000, [1, 1_000_000], 'Sessions that may live at once; one more is refused'),
  maxQueueMs: whole(
    'VAD_MAX_QUEUE_MS',
    1000,
    [1, 60_000],
    'Detect is refused while frames wait longer for the model, CreateSession from a fifth of it',
  ),
  maxHeldMib: whole(
    'VAD_MAX_HELD_MIB',
    32,
    [1, 4096],
    'MiB that waiting Detects may take, for each thread that runs the model; refused as with VAD_MAX_QUEUE_MS',
  ),
  idleSeconds: seconds(
    'VAD_IDLE_SECONDS',
    1800,
    [1, 604_800],
    'A session without calls for so long is forgotten, unless it is locked',
  ),
  leaseSeconds: seconds(
    'VAD_LEASE_SECONDS',
    30,
    [1, 86_400],
    'A VAD cycle (START to END) without audio for so long loses its lock',
  ),
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
  if ((config.tlsCertificate === undefined) !== (config.tlsKey === undefined)) {
    faults.push('VAD_TLS_CERT_FILE and VAD_TLS_KEY_FILE go together: one of them is unset');
  }
  if (config.tlsClientCa !== undefined && config.tlsCertificate === undefined) {
    faults.push('VAD_TLS_CLIENT_CA_FILE needs VAD_TLS_CERT_FILE and VAD_TLS_KEY_FILE');
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
