import { story } from '../cluster/story.ts';

story('flux');
