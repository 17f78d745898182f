import { describe, expect, test } from 'vitest';
import { compositeActions, contractOf, environmentOf, type Job, type Step, workflows } from './workflow-files.ts';

const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
/** What anyone can write: the event's payload and inputs. In a script it would be run; in `env` it is text. */
const untrusted = /\$\{\{[^}]*\b(github\.(event|head_ref|ref_name|actor)|inputs|needs|steps|vars|secrets)\b/;

/** What we read of actions that are not ours, as their own documentation has it. */
const foreignOutputs: Readonly<Record<string, readonly string[]>> = {
  'actions/cache/restore': ['cache-hit', 'cache-primary-key', 'cache-matched-key'],
  'actions/create-github-app-token': ['token', 'installation-id', 'app-slug'],
};

/** Composite actions that verify, and so need a cluster. */
const reachesCluster = new Set(['release', 'scale', 'cluster-access'].map(name => `./.github/actions/${name}`));

const jobs = workflows().flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([name, job]) => ({ at: `${file}: ${name}`, job })),
);
const steps: { at: string; step: Step }[] = [
  ...jobs.flatMap(({ at, job }) => job.steps.map(step => ({ at, step }))),
  ...compositeActions().flatMap(({ file, steps }) => steps.map(step => ({ at: file, step }))),
];

test('there are workflows and composite actions to look at', () => {
  expect(workflows().map(({ file }) => file)).toEqual(expect.arrayContaining(['ci.yaml', 'deploy.yaml']));
  expect(compositeActions().length).toBeGreaterThanOrEqual(3);
});

const using = steps.flatMap(({ at, step }) => (step.uses ? [{ at, uses: step.uses, given: step.with ?? {} }] : []));
const ours = using.filter(({ uses }) => uses.startsWith('./'));
const foreign = using.filter(({ uses }) => !uses.startsWith('./'));
const scripts = steps.flatMap(({ at, step }) => (step.run ? [{ at, script: step.run }] : []));

test.each(foreign)('$at: $uses is pinned by commit', ({ uses }) => {
  expect(uses).toMatch(pinned);
});

test.each(foreign)('$at: $uses takes no ref, which would be fetched from afar', ({ given }) => {
  expect(given).not.toHaveProperty('ref');
});

test.each(ours)('$at: $uses gets the inputs that it has, and each that it requires', ({ uses, given }) => {
  const { inputs } = contractOf(uses);
  const required = Object.keys(inputs).filter(name => inputs[name]?.required);
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
  expect(Object.keys(given)).toEqual(expect.arrayContaining(required));
});

test.each(scripts)('$at: its script holds no text from outside', ({ script }) => {
  expect(script).not.toMatch(untrusted);
});

describe.each(jobs)('$at', ({ job }) => {
  test('asks for its own permissions', () => {
    expect(job.permissions).toBeTypeOf('object');
  });
});

describe.each(workflows())('$file', workflow => {
  test('grants nothing to all jobs at once', () => {
    expect(workflow.permissions).toEqual({});
  });

  test('gives a reason for each permission', () => {
    const granted = workflow.text.split('\n').filter(line => /^ +[a-z-]+: (read|write)\b/.test(line));
    expect(granted.filter(line => !/# \w/.test(line))).toEqual([]);
  });

  test('names a concurrency group after what it protects', () => {
    if (workflow.concurrency) expect(workflow.concurrency.group).toMatch(/^[a-z]+-[a-z]+/);
  });
});

test('nothing that writes to main waits in a concurrency group: the push is the compare-and-swap', () => {
  const others = ['rebuild-dist.yaml', 'release-actions.yaml']; // a pull request's branch, and tags
  const writers = workflows().filter(
    ({ file, jobs }) => !others.includes(file) && Object.values(jobs).some(writesContents),
  );
  expect(writers.map(({ file }) => file)).toEqual(expect.arrayContaining(['deploy.yaml', 'rollback.yaml']));
  for (const { file, concurrency, jobs } of writers) {
    expect(concurrency, file).toBeUndefined();
    for (const job of Object.values(jobs)) expect(job.concurrency, file).toBeUndefined();
  }
});

test('what runs locally, under act, uses no action from afar but checkout, which act skips', () => {
  const locally = workflows()
    .filter(({ file }) => ['deploy.yaml', 'rollback.yaml', 'scale.yaml', 'drift.yaml'].includes(file))
    .flatMap(({ jobs }) => Object.values(jobs));
  // What is inside an action of ours is fetched only where that action is not skipped.
  const tokens = locally.flatMap(({ steps }) => steps.filter(({ uses }) => uses === './.github/actions/app-token'));
  expect(new Set(tokens.map(step => step.if))).toEqual(new Set(["vars.APP_ID != ''"]));
  const composites = compositeActions().filter(({ file }) => !file.includes('app-token'));
  const used = [...locally, ...composites].flatMap(({ steps }) => steps.flatMap(step => step.uses ?? []));
  const afar = used.filter(uses => !uses.startsWith('./') && !uses.startsWith('actions/checkout@'));
  expect(used.length).toBeGreaterThan(5);
  expect(afar).toEqual([]);
});

test('no workflow filters by path: required checks have to report', () => {
  for (const { file, text } of workflows()) expect(text, file).not.toMatch(/^ +paths(-ignore)?:/m);
});

test('ci-ok reports always and needs every other job of ci', () => {
  const ci = workflows().find(({ file }) => file === 'ci.yaml')?.jobs ?? {};
  const { 'ci-ok': gate, ...others } = ci;
  expect(gate?.needs).toEqual(Object.keys(others));
  expect(gate?.if).toBe('always()');
});

test('every output that is read is one that its step has', () => {
  for (const { at, steps, text } of stepLists()) {
    for (const [, id, name] of text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const { uses = '', run = '' } = steps.find(step => step.id === id) ?? {};
      const written = [...run.matchAll(/echo "([\w-]+)=.*" >> "\$GITHUB_OUTPUT"/g)].map(([, output]) => output);
      const declared = uses.startsWith('./') ? contractOf(uses).outputs : foreignOutputs[uses.replace(/@.*/, '')];
      expect(uses === '' ? written : declared, `${at}: ${id}`).toContain(name);
    }
  }
});

test('each environment is released to behind its own GitHub environment', () => {
  const releases = jobs.flatMap(({ job }) =>
    job.steps.filter(step => step.uses === './.github/actions/release').map(step => [environmentOf(job), step]),
  ) as [string, Step][];
  expect(releases.map(([environment]) => environment)).toEqual(['staging', 'production']);
  for (const [environment, step] of releases) expect(step.with?.environment).toBe(environment);
});

test('operations have an environment without reviewers for production, and releases do not go there', () => {
  const operations = jobs.filter(({ job }) => job.steps.some(step => step.uses === './.github/actions/scale'));
  expect(operations.map(({ at, job }) => [at, environmentOf(job)])).toEqual([
    [
      'scale.yaml: scale',
      expect.stringContaining("inputs.environment == 'production' && 'production-ops' || inputs.environment"),
    ],
    ['scale.yaml: restore-staging', 'staging'],
    ['scale.yaml: restore-production', 'production-ops'],
  ]);
});

test('each record of a deployment leads to what was deployed, or where its owner says', () => {
  const writers = ['./.github/actions/release', './.github/actions/scale', './actions/rollback'];
  const recorded = jobs.filter(({ job }) => job.steps.some(({ uses = '' }) => writers.includes(uses)));
  expect(recorded.length).toBe(6);
  for (const { at, job } of recorded) {
    const url = typeof job.environment === 'object' ? job.environment.url : '';
    expect(url, at).toMatch(/^\$\{\{ vars\.ENVIRONMENT_URL \|\| format\(.*kustomize\/overlays\/.*\|\| github\.sha/);
  }
});

test('looking for drift leaves no record of a deployment to staging or production, and whoever tells of it reaches no cluster', () => {
  const drift = jobs.filter(({ at }) => at.startsWith('drift.yaml'));
  expect(drift.map(({ at, job }) => [at, environmentOf(job)])).toEqual([
    ['drift.yaml: staging', 'staging-ops'],
    ['drift.yaml: production', 'production-ops'],
    ['drift.yaml: report', undefined],
  ]);
  const writers = drift.filter(({ job }) => job.permissions?.issues === 'write');
  expect(writers.map(({ at }) => at)).toEqual(['drift.yaml: report']);
});

test('what reaches a cluster runs where VERIFY_RUNNER says, and nothing else does', () => {
  const own = expect.stringMatching(/^\S+ vars\.VERIFY_RUNNER \|\| 'ubuntu-latest' \S+$/);
  for (const { at, job } of jobs) {
    const reaches = job.steps.some(step => reachesCluster.has(step.uses ?? ''));
    expect(job['runs-on'], at).toEqual(reaches ? own : 'ubuntu-latest');
  }
});

test('an id token is given to those jobs alone that attest, or log in to a cluster from behind their environment', () => {
  const trusted = jobs.filter(({ job }) => job.permissions?.['id-token'] === 'write');
  expect(trusted.map(({ at }) => at)).toEqual([
    'deploy.yaml: build',
    'deploy.yaml: staging',
    'deploy.yaml: production',
    'drift.yaml: staging',
    'drift.yaml: production',
    'rollback.yaml: rollback',
    'scale.yaml: scale',
    'scale.yaml: restore-staging',
    'scale.yaml: restore-production',
  ]);
  for (const { at, job } of trusted.slice(1)) expect(environmentOf(job), at).toBeTypeOf('string');
});

test('only the job that shows the rendered diff may write to a pull request', () => {
  const writers = jobs.filter(({ job }) => job.permissions?.['pull-requests'] === 'write');
  expect(writers.map(({ at }) => at).filter(at => at.startsWith('ci.yaml'))).toEqual(['ci.yaml: renders']);
});

/** Each list of steps, with the text in which they are read. */
function stepLists(): { at: string; steps: readonly Step[]; text: string }[] {
  return [
    ...jobs.map(({ at, job }) => ({ at, steps: job.steps, text: JSON.stringify(job) })),
    ...compositeActions().map(({ file, steps, text }) => ({ at: file, steps, text })),
  ];
}

function writesContents(job: Job): boolean {
  return job.permissions?.contents === 'write';
}
