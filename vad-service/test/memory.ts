import { expect } from 'vitest';
import { scrape } from './scrape.ts';
import type { Service } from './service.ts';

/** In bytes. */
export interface Memory {
  /** On V8's heap and beside it. */
  readonly used: number;
  readonly resident: number;
}

const COLLECTIONS = 'nodejs_gc_duration_seconds_count{kind="major"}';

/** What a service that is COLLECTING holds without its garbage. */
export async function memoryOf(service: Service): Promise<Memory> {
  const collections = async () => (await scrape(service)).get(COLLECTIONS) ?? 0;
  const before = await collections();
  service.process.kill('SIGUSR2');
  await expect.poll(collections, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before);
  const samples = await scrape(service);
  const [heap = NaN, external = NaN, resident = NaN] = [
    'nodejs_heap_size_used_bytes',
    'nodejs_external_memory_bytes',
    'process_resident_memory_bytes',
  ].map(name => samples.get(name));
  return { used: heap + external, resident };
}

/** What it holds once no session and no stream is left. */
export async function memoryAtRest(service: Service): Promise<Memory> {
  const left = async () => {
    const samples = await scrape(service);
    return { sessions: samples.get('vad_sessions'), streams: samples.get('vad_streams') };
  };
  await expect.poll(left, { timeout: 30_000 }).toEqual({ sessions: 0, streams: 0 });
  const looks: Memory[] = [];
  for (let i = 0; i < 5; i++) looks.push(await memoryOf(service));
  return {
    used: Math.min(...looks.map(({ used }) => used)),
    resident: Math.min(...looks.map(({ resident }) => resident)),
  };
}
