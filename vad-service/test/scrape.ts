import type { Service } from './service.ts';

/** One look at the metrics: the value of each sample, by its name and labels. */
export async function scrape(service: Service): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(await service.metricsUrl())).text();
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
  return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]));
}
