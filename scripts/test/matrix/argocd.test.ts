import { matrix } from './matrix.ts';

matrix('argocd');
