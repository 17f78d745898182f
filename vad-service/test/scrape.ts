import { parseSamples } from '../../scripts/samples.ts';
import type { Service } from './service.ts';

/** One look at the metrics: the value of each sample, by its name and labels. */
export async function scrape(service: Service): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(await service.metricsUrl());
  return parseSamples(await response.text());
}
