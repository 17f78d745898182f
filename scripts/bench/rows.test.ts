import { expect, test } from 'vitest';
import type { Measured } from './measure.ts';
import { rows } from './rows.ts';

const part = { throughput: 1000, cpuMicroseconds: 100, busy: 1 };
const measured: Measured = {
  echo: part,
  batchMicroseconds: 30,
  unary: part,
  stream: part,
  halfLoad: { seconds: 1, rate: 500, p50Ms: 1, p99Ms: 2 },
  peakWorkingSetBytes: 1e8,
  peakRssBytes: 1e8,
  oomKills: 0,
  meanBatch: 8,
  gcShare: 0,
  longestGcSeconds: 0,
  loopDelayP99Seconds: 0,
  startSeconds: 1,
};

test.each([
  [25e6, 85e6, '25.0 MB ours, 110.0 MB in all with the local stand-in for the base', true],
  [25e6, 85.1e6, '25.0 MB ours, 110.1 MB in all with the local stand-in for the base', false],
  [25.1e6, 80e6, '25.1 MB ours, 105.1 MB in all with the local stand-in for the base', false],
  [25e6, undefined, '25.0 MB ours; no base image is on this machine, `npm run up` makes one', true],
])('an image of %d bytes on a base of %s', (own, base, text, met) => {
  const row = rows(measured, { own, base }).find(({ figure }) => figure === 'image, compressed');
  expect(row).toEqual({
    figure: 'image, compressed',
    measured: text,
    bar: '≤ 25 MB ours, ≤ 110 MB in all',
    met,
  });
});
