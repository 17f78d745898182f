import { describe } from 'vitest';
import { story } from '../cluster/story.ts';
import { drift } from './drift.ts';
import { matrix } from './matrix.ts';
import { operations } from './operations.ts';

// One file an engine: a fault of the matrix stops it for a while, and nothing else may need it then.
describe('drift', () => drift('flux'));
describe('operations', () => operations('flux'));
describe('a team’s day', () => story('flux'));
describe('faults of a rollout', () => matrix('flux'));
