import { story } from './story.ts';

story('flux');
