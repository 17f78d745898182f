import { operations } from './operations.ts';

operations('argocd');
