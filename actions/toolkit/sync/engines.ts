import { argocd } from './argocd.ts';
import type { Engine } from './engine.ts';
import { flux } from './flux.ts';
import { none } from './none.ts';

export const engineNames = ['argocd', 'flux', 'none'] as const;

export type EngineName = (typeof engineNames)[number];

export const engines: Readonly<Record<EngineName, Engine>> = { argocd, flux, none };
