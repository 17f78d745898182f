import { run } from '../toolkit/run.ts';
import { bumpOverlay } from './bump-overlay.ts';
import { readInputs } from './inputs.ts';
import { result } from './result.ts';

await run('Bump overlay', async signal => {
  const inputs = readInputs(signal);
  return result(inputs, await bumpOverlay(inputs, { dir: process.cwd(), signal }));
});
