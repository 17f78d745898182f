const DEFAULT_ADDRESS = '127.0.0.1:50051';

/** Where to find a service, HOST:PORT: as asked for, else as the environment says, else where `npm start -w vad-service` listens. */
export async function resolveAddress(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  return asked || env.VAD_ADDRESS || DEFAULT_ADDRESS;
}
