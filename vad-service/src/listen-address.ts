import { BootError } from './errors.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The variable that the port came from. */
  readonly variable: 'VAD_PORT' | 'VAD_METRICS_PORT';
}

/** `host:port`, as in a URL. */
export function authority({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Why an address cannot be had, and the variables that change it. */
export function cannotListen(address: ListenAddress, cause: Error): BootError {
  return new BootError(explain(address, cause.message), { cause });
}

function explain(address: ListenAddress, why: string): string {
  const { port, variable } = address;
  if (why.includes('EADDRINUSE')) {
    return (
      `Port ${port} is taken by another process (${authority(address)}).\n` +
      `End that one, or set ${variable} to another port (0 takes a free one).`
    );
  }
  return (
    `Cannot listen on ${authority(address)}: ${why}.\n` +
    `Set VAD_HOST and ${variable} to an address that this machine allows.`
  );
}
