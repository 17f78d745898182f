import { expect, test } from 'vitest';
import { columns } from './columns.ts';

test('aligns cells and leaves no space at the end', () => {
  expect(columns([['a', 'bb', ''], ['ccc', 'd', 'e'], ['f']])).toBe('a    bb\nccc  d   e\nf');
});
