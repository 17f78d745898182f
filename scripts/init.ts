import { join } from 'node:path';
import { runCommand } from './command.ts';
import { applyEdits } from './init/apply.ts';
import { ownerEdits } from './init/edits.ts';
import { readSettings } from './init/settings.ts';
import { describeSteps, stepsLeft } from './init/steps.ts';

const help = `npm run init -- --repo OWNER/NAME [--image IMAGE] [--engine argocd|flux] [--owners "@A @B"] [--app-id ID] [--force]

Makes a fresh clone yours: writes your repository's address into kustomize/clusters, the image's name into two workflows,
the owners into .github/CODEOWNERS and the App into .github/rulesets, then prints each step that is left, with its command.
Run it again at any time: it changes only what differs. It commits nothing and talks to nobody.

  --repo OWNER/NAME   the repository on GitHub
  --image IMAGE       image without tag (default: ghcr.io/<owner>/<name>/vad-service)
  --engine            what syncs your clusters: argocd (default) or flux
  --owners            who has to approve changes of release files, workflows and rights (default: @OWNER)
  --app-id ID         id of the GitHub App that may push releases to the protected main
  --force             also where the work tree has changes that are not committed`;

const options = {
  repo: { type: 'string' },
  image: { type: 'string' },
  engine: { type: 'string' },
  owners: { type: 'string' },
  'app-id': { type: 'string' },
  force: { type: 'boolean' },
} as const;

await runCommand({ help, options, positionals: 0 }, async ({ values }) => {
  const root = join(import.meta.dirname, '..');
  const settings = readSettings(values);
  const changed = await applyEdits(root, ownerEdits(root, settings), { force: values.force === true });
  console.log(changed.length === 0 ? 'Nothing to change: the files are as asked.' : `Written:\n${list(changed)}`);
  console.log(`\nLeft to do:\n\n${describeSteps(stepsLeft(root, settings))}`);
});

function list(files: readonly string[]): string {
  return files.map(file => `  ${file}`).join('\n');
}
