import { expect, test } from 'vitest';
import { jobs } from './jobs.ts';

const lengths = [20, 107, 500];

test.each(
  Object.entries(jobs),
)('%s: as many requests with 107 or 500 commits of history as with 20', async (name, run) => {
  const counts: number[] = [];
  for (const commits of lengths) counts.push(await run(commits));
  console.log(`| ${name} | ${counts.join(' | ')} |`);
  expect(new Set(counts).size, `${counts}`).toBe(1);
});
