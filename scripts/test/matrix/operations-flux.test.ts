import { operations } from './operations.ts';

operations('flux');
