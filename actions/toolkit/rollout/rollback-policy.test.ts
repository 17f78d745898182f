import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorRegistry } from '../errors.ts';
import { type FaultDomain, faultDomain } from './rollback-policy.ts';

const page = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
const codes = Object.keys(errorRegistry) as ErrorCode[];

const headings: Readonly<Record<string, FaultDomain>> = {
  'the release': 'release',
  'its manifests alone': 'manifests',
  'nothing of the release': 'nothing',
};

// Each row of docs/operations.md's table that names reasons, by what they count against.
const documented = page('operations.md')
  .split('\n')
  .flatMap(line => {
    const [, what = '', reasons = ''] = line.split('|').map(cell => cell.trim());
    const domain = Object.entries(headings).find(([heading]) => new RegExp(`^${heading}(:|$)`).test(what))?.[1];
    return domain ? [...reasons.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => [code, domain] as const) : [];
  });

describe('docs/operations.md', () => {
  test('names each reason once, and only codes that there are', () => {
    const names = documented.map(([code]) => code);
    expect(names.filter(name => !(codes as string[]).includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('names every code with which a verification ends, and every one that counts', () => {
    const section = page('errors.md')
      .split('\n## ')
      .find(part => part.startsWith('verify-rollout\n'));
    // Only a warning there: a rollout is as verified without an entry.
    const ends = [...(section ?? '').matchAll(/^### `([a-z-]+)`/gm)]
      .map(([, code = '']) => code)
      .filter(code => code !== 'ledger-failed');
    expect(ends.length).toBeGreaterThan(30);
    const counting = codes.filter(code => faultDomain(code) !== 'nothing');
    const names = documented.map(([code]) => code);
    expect([...ends, ...counting].filter(code => !names.includes(code))).toEqual([]);
  });
});

test.each(codes)('%s counts against what docs/operations.md says', code => {
  expect(faultDomain(code)).toBe(documented.find(([name]) => name === code)?.[1] ?? 'nothing');
});

test.each([
  '',
  'no-such-code',
  'constructor',
  'toString',
  'CRASH-LOOP',
  ' crash-loop',
])('%j counts against nothing', text => {
  expect(faultDomain(text)).toBe('nothing');
});
