/** GitHub Actions itself: no other App's check of the same name counts. */
const githubActions = 15368;

/** A ruleset in the form that GitHub imports, and that its REST API takes. */
export type Ruleset = Readonly<Record<string, unknown>>;

/** File name under .github/rulesets → ruleset. */
export function rulesets(appId: number | undefined): Readonly<Record<string, Ruleset>> {
  const bypass = appId === undefined ? [] : [{ actor_id: appId, actor_type: 'Integration', bypass_mode: 'always' }];
  return {
    'main.json': {
      name: 'main',
      target: 'branch',
      enforcement: 'active',
      conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
      rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }, pullRequest, requiredCheck],
      bypass_actors: bypass,
    },
    'tags.json': {
      name: 'release tags',
      target: 'tag',
      enforcement: 'active',
      // v1.2.3 stays for ever; v1 follows the newest of its releases.
      conditions: { ref_name: { include: ['refs/tags/v*.*.*'], exclude: [] } },
      rules: [{ type: 'deletion' }, { type: 'update' }],
      bypass_actors: [],
    },
  };
}

const pullRequest = {
  type: 'pull_request',
  parameters: {
    required_approving_review_count: 1,
    require_code_owner_review: true,
    dismiss_stale_reviews_on_push: true,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
  },
} as const;

const requiredCheck = {
  type: 'required_status_checks',
  parameters: {
    strict_required_status_checks_policy: false,
    required_status_checks: [{ context: 'ci-ok', integration_id: githubActions }],
  },
} as const;
