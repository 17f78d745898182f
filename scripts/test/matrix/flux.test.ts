import { matrix } from './matrix.ts';

matrix('flux');
