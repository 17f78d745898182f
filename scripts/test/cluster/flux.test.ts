import { story } from './story.ts';

// All of it for Flux is in the matrix.
story('flux', { isShort: true });
