import { expect, test } from 'vitest';
import { listParts, type Part, selectParts } from './selection.ts';

const parts: readonly Part[] = [
  { id: 'oom', title: 'out of memory', engines: ['argocd', 'flux'] },
  { id: 'crash', title: 'crash', engines: ['argocd', 'flux'] },
  { id: 'day', title: 'a day', engines: ['flux'] },
];
const both = ['argocd', 'flux'] as const;
const ids = (only: string | undefined, engines: Part['engines'] = both) =>
  selectParts(parts, only, engines).map(part => `${part.id} ${part.engines.join('+')}`);

test('without names everything runs, each on its engines', () => {
  expect(ids(undefined)).toEqual(['oom argocd+flux', 'crash argocd+flux', 'day flux']);
  expect(ids(undefined, ['argocd'])).toEqual(['oom argocd', 'crash argocd']);
});

test('names are taken in the order of the parts, once each, with spaces around them', () => {
  expect(ids('crash, oom ,crash,')).toEqual(['oom argocd+flux', 'crash argocd+flux']);
});

test('an unknown name is an error that lists the names', () => {
  const select = () => ids('oom,nonsense');
  expect(select).toThrow('Unknown: --only nonsense.');
  expect(select).toThrow(expect.objectContaining({ next: 'Choose from: oom, crash, day.' }));
});

test.each(['', ' ', ',', ' , '])('%j names nothing, which is an error', only => {
  expect(() => ids(only)).toThrow('--only names nothing.');
});

test('a selection in which nothing would run is an error', () => {
  expect(() => ids('day', ['argocd'])).toThrow('Nothing to run: day does not run on argocd.');
});

test('the list shows what has passed, on which engine', () => {
  const row = { commit: 'c', measuredAt: 't', verdict: 'oom-killed', wholeSeconds: 1 };
  const rows = [
    { ...row, id: 'oom', engine: 'flux' as const },
    { ...row, id: 'day', engine: 'flux' as const },
  ];
  expect(listParts(parts, rows)).toMatchInlineSnapshot(`
    "name   engines      passed at this commit  what it is
    oom    argocd flux  flux                   out of memory
    crash  argocd flux                         crash
    day    flux         flux                   a day"
  `);
});
