import { withPrivateRepository } from '../toolkit/git/private-repository.ts';
import { run } from '../toolkit/run.ts';
import { readInputs } from './inputs.ts';
import { record } from './record.ts';
import { result } from './result.ts';
import { rollbackNote } from './rollback-note.ts';
import { verifyRollout } from './verify-rollout.ts';

await run('Verify rollout', async signal => {
  const inputs = readInputs();
  return withPrivateRepository(process.cwd(), { signal }, async repository => {
    const verdict = await verifyRollout(inputs, repository, signal);
    const entry = await record(inputs, verdict, repository, signal);
    return result(inputs, verdict, { entry, rollback: await rollbackNote(inputs, verdict, repository) });
  });
});
