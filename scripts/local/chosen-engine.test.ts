import { expect, it } from 'vitest';
import { chooseEngine } from './chosen-engine.ts';

it.each([
  { asked: undefined, running: undefined, engine: 'argocd' },
  { asked: 'flux', running: undefined, engine: 'flux' },
  { asked: undefined, running: 'flux', engine: 'flux' },
  { asked: 'flux', running: 'flux', engine: 'flux' },
] as const)('asked for $asked where $running runs, it is $engine', ({ asked, running, engine }) => {
  expect(chooseEngine(asked, running)).toBe(engine);
});

it('refuses to change the engine of a cluster, and says what to do', () => {
  expect(() => chooseEngine('flux', 'argocd')).toThrow(
    expect.objectContaining({
      message: 'The local cluster runs Argo CD; it does not change its engine.',
      next: '`npm run down`, then `npm run up -- --engine flux` begins anew.',
    }),
  );
});

it('refuses an engine that there is not, before it looks at the cluster', () => {
  expect(() => chooseEngine('fluxcd', 'flux')).toThrow(
    expect.objectContaining({ message: 'There is no engine fluxcd.', next: 'The engines are: argocd, flux.' }),
  );
});
