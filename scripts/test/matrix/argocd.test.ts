import { describe } from 'vitest';
import { deployFaults } from './deploy-faults.ts';
import { drift } from './drift.ts';
import { matrix } from './matrix.ts';
import { operations } from './operations.ts';

// One file an engine: a fault of the matrix stops it for a while, and nothing else may need it then.
describe('drift', () => drift('argocd'));
describe('operations', () => operations('argocd'));
describe('faults of a deploy', deployFaults);
describe('faults of a rollout', () => matrix('argocd'));
