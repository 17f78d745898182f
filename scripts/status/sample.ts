import { runCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import type { EnvironmentStatus } from './collect.ts';
import { renderPage } from './page/page.ts';
import { expectPlace, writePage } from './page/write.ts';
import type { ProjectStatus } from './project.ts';
import type { HistoryEvent } from './timeline.ts';

// A day with a bit of everything: what docs/status-page.png shows, and what the page's tests read.

const id = (seed: string, length = 64) => seed.repeat(length).slice(0, length);
const digests = { one: id('3f9a71c20b'), two: id('b82e04d9f6'), bad: id('0d7c5ea319'), four: id('91c6f2b84e') };
const digest = (name: keyof typeof digests) => `sha256:${digests[name]}`;
const commits = {
  main: id('6e1fd0a3b7', 40),
  one: id('a41b9c', 40),
  two: id('c97e02', 40),
  bad: id('e30d58', 40),
  four: id('58f6ab', 40),
};

const blank = {
  by: 'github-actions[bot]',
  title: '',
  reason: '',
  bounds: { before: 'overlay', after: 'overlay' },
  holds: '',
};
const event = (
  at: string,
  more: Pick<HistoryEvent, 'kind' | 'environment' | 'digest'> & Partial<HistoryEvent>,
): HistoryEvent => ({
  ...blank,
  at: `2026-12-01T${at}Z`,
  commit: id(at.replaceAll(':', ''), 40),
  verifiedAt: null,
  ...more,
});
const from = (before: string, after: string) => ({ before, after });
const same = (name: keyof typeof digests) => from(digest(name), digest(name));

const history: readonly HistoryEvent[] = [
  event('15:20:00', {
    kind: 'scale',
    environment: 'production',
    digest: same('two'),
    by: 'mira',
    bounds: from('overlay', 'min=4 max=12'),
    reason: 'Product launch at 16:00, twice the calls.\nUntil 2026-12-01T20:00:00Z.',
  }),
  event('14:48:10', {
    kind: 'release',
    environment: 'staging',
    digest: from(digest('two'), digest('four')),
    verifiedAt: '2026-12-01T14:48:52Z',
  }),
  event('13:05:31', {
    kind: 'rollback',
    environment: 'staging',
    digest: from(digest('bad'), digest('two')),
    holds: digest('bad'),
    reason: 'canary-failed: the speech clip was heard as silence in vad-service-6d4f9b7c58-x2lkq',
    verifiedAt: '2026-12-01T13:06:09Z',
  }),
  event('13:04:02', { kind: 'release', environment: 'staging', digest: from(digest('two'), digest('bad')) }),
  event('10:32:40', {
    kind: 'release',
    environment: 'production',
    digest: from(digest('one'), digest('two')),
    verifiedAt: '2026-12-01T10:33:35Z',
  }),
  event('10:31:05', {
    kind: 'release',
    environment: 'staging',
    digest: from(digest('one'), digest('two')),
    verifiedAt: '2026-12-01T10:31:47Z',
  }),
];

const hash = { four: '7c9d5f6b84', two: '5f8b6d7c9b' };
const pods = (name: 'four' | 'two', ends: readonly string[]) =>
  ends.map(end => ({
    name: `vad-service-${hash[name]}-${end}`,
    digest: digest(name),
    ready: true,
    restarts: 0,
    reason: '',
  }));
const serving = (items: readonly { readonly name: string }[]) =>
  Object.fromEntries(items.map(({ name }) => [name, 'SERVING']));

function environment(found: Omit<EnvironmentStatus, 'health' | 'engine' | 'namespace'>): EnvironmentStatus {
  const namespace = `vixio-${found.environment}`;
  return { ...found, engine: 'argocd', namespace, health: serving(found.pods) };
}

const staging = environment({
  environment: 'staging',
  git: {
    commit: commits.main,
    digest: digest('four'),
    source: commits.four,
    bounds: { min: 2, max: 10, cpuTarget: 70 },
    temporary: null,
    holds: [
      {
        reason: 'Rolled back: canary-failed, the speech clip was heard as silence.',
        until: null,
        refuses: [digest('bad')],
        isInForce: true,
      },
    ],
    problems: [],
  },
  sync: { seen: 'OutOfSync at 6e1fd0a3b76e', revision: commits.main, problem: '' },
  live: { digest: digest('four'), source: commits.four },
  pods: pods('four', ['4hzq9', 'm7tww', 'pc2xd']),
  hpa: { min: 3, max: 6, replicas: 3, cpuPercent: 41, cpuTarget: 70 },
  drift: [
    {
      kind: 'hpa-bounds',
      what: 'The autoscaler has 3–6 at 70 % CPU, where Git has 2–10 at 70 % CPU',
      said: '',
      next: 'Change bounds by the scale workflow alone; the engine puts back what Git says.',
    },
  ],
  isOnItsWay: false,
});

const production = environment({
  environment: 'production',
  git: {
    commit: commits.main,
    digest: digest('two'),
    source: commits.two,
    bounds: { min: 4, max: 12, cpuTarget: 70 },
    temporary: {
      until: '2026-12-01T20:00:00Z',
      set: { min: 4, max: 12 },
      back: {},
      reason: 'Product launch at 16:00, twice the calls.',
    },
    holds: [],
    problems: [],
  },
  sync: { seen: 'Synced at 6e1fd0a3b76e', revision: commits.main, problem: '' },
  live: { digest: digest('two'), source: commits.two },
  pods: pods('two', ['2nbvr', '8kqkm', 'f6s5l', 'gz94c', 'wq7jh']),
  hpa: { min: 4, max: 12, replicas: 5, cpuPercent: 63, cpuTarget: 70 },
  drift: [],
  isOnItsWay: false,
});

/** What a page may show: three verified releases, a bad one rolled back and held, a temporary scale, drift in staging. */
export const sample: ProjectStatus = {
  repository: 'vad-gitops',
  engine: 'argocd',
  madeAt: '2026-12-01T15:42:00Z',
  main: { commit: commits.main, title: 'Scale production to 4–12 replicas', at: '2026-12-01T15:20:00Z' },
  environments: [staging, production],
  history,
  previews: [
    {
      pullRequest: 128,
      commit: id('d2c8e1', 40),
      updatedAt: '2026-12-01T14:02:11Z',
      image: `ghcr.io/vixio/vad-service-preview:src-${id('4be7a9', 40)}@sha256:${id('77e0c4d1')}`,
    },
  ],
  lastRun: null,
};

if (import.meta.main) {
  const help = `node scripts/status/sample.ts FILE

Writes the page of \`npm run status -- --html\` with invented data, for docs/status-page.png and for whoever changes it.`;
  await runCommand({ help, options: {}, positionals: 1 }, async ({ positionals: [file] }) => {
    if (!file) throw new Failure('Which file?', { next: 'node scripts/status/sample.ts FILE' });
    await writePage(expectPlace(file), renderPage(sample));
  });
}
