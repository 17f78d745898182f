import { story } from './story.ts';

story('argocd');
