import { run } from '../toolkit/run.ts';
import { readInputs } from './inputs.ts';
import { renderDiff } from './render-diff.ts';

await run('Render diff', signal => renderDiff(readInputs(), { dir: process.cwd(), signal }));
