import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { chooseEngine, clusterEngine } from './local/chosen-engine.ts';
import { expectCluster, userRepository } from './local/deploy.ts';
import { DEFAULT_REPOSITORY, repositoryPath } from './local/git.ts';
import { asRoot } from './local/root.ts';
import { readLastRun } from './local/workflow.ts';
import { terminalProgress } from './progress.ts';
import { renderPage } from './status/page/page.ts';
import { expectPlace, writePage } from './status/page/write.ts';
import { collectProject } from './status/project.ts';
import { renderStatus } from './status/render.ts';
import { ensureTools } from './tools/build.ts';

const help = `npm run status [-- --json | --html FILE]

Shows what each environment of the local cluster runs: digest in Git, synced revision, live digest, pods, HPA and the
answer of gRPC health of every ready pod; then holds, temporary bounds and drift, where there are any, previews, and the
newest releases, rollbacks, scales and holds.

  --json       the same for machines, on stdout (with npm run --silent nothing else is printed)
  --html FILE  the same as one page for a browser: no script, nothing fetched, light and dark. Its folder has to exist`;

const options = { json: { type: 'boolean' }, html: { type: 'string' } } as const;

await runCommand({ help, options, positionals: 0 }, async ({ values }) => {
  // Before the minutes that the tools may take.
  const page = values.html === undefined ? undefined : expectPlace(values.html);
  expectCluster();
  await ensureTools(['kubernetes', 'kustomize'], terminalProgress());
  await asRoot();
  expectRepository();
  const status = await collectProject({
    name: DEFAULT_REPOSITORY,
    engine: chooseEngine(undefined, clusterEngine()),
    environments: readdirSync(join(userRepository, 'kustomize', 'clusters'))
      .sort()
      .reverse(),
    repository: { dir: repositoryPath(DEFAULT_REPOSITORY) },
    lastRun: readLastRun(DEFAULT_REPOSITORY),
  });
  if (page !== undefined) {
    await writePage(page, renderPage(status));
    // stdout is the JSON's where that is asked for too.
    (values.json ? console.error : console.log)(`The page is in ${page}`);
  }
  if (values.json) console.log(JSON.stringify(status, null, 2));
  else if (page === undefined) console.log(renderStatus(status));
});

// A test has repositories of its own.
function expectRepository(): void {
  if (existsSync(repositoryPath(DEFAULT_REPOSITORY))) return;
  throw new Failure('The local cluster holds no deployment of yours.', {
    next: 'Wait where a test or `npm run up` is under way; else `npm run up` deploys your commit.',
  });
}
