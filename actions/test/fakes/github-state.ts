// What the stand-in for GitHub remembers, and what it answers: GitHub's own examples with that state in them.
import { isRecord, textAt } from '../../toolkit/json.ts';
import { attestation } from './attestation.ts';
import type { Answer } from './github.ts';
import { issueHandlers, workflowHandlers } from './github-issues.ts';
import { example } from './openapi.ts';

export interface Pull {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  /** ISO 8601; where it is closed. */
  readonly closedAt?: string;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  /** Whose it is: a bot's, as with GITHUB_TOKEN, unless a test wants a person's. */
  readonly by?: 'Bot' | 'User';
  body: string;
  state: 'open' | 'closed';
}

/** A run of a workflow. */
export interface Run {
  readonly workflow: string;
  /** What started it. */
  readonly event: 'push' | 'workflow_dispatch';
  readonly headSha: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly status: string;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  /** Login; the one of GITHUB_TOKEN unless a test wants another. */
  readonly author?: string;
  body: string;
}

export interface Attestation {
  readonly digest: string;
  /** `provenance`, `sbom`. */
  readonly predicate: string;
  /** What the signed statement names; the digest itself unless a test wants otherwise. */
  readonly subject?: string;
}

export interface GitHubState {
  readonly owner: string;
  readonly repo: string;
  readonly pulls: Pull[];
  readonly comments: Comment[];
  readonly attestations: Attestation[];
  readonly issues: Issue[];
  /** Newest first. */
  readonly runs: Run[];
  /** Each as `workflow@ref`. */
  readonly dispatches: string[];
}

export interface Asked {
  readonly filled: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Handler = (state: GitHubState, asked: Asked) => Answer | undefined;

/** By route; undefined is 404. */
export const handlers: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/pulls': (state, { query }) => ({
    status: 200,
    body: state.pulls.filter(pull => isListed(state, pull, query)).map(pull => showSimplePull(state, pull)),
  }),
  'POST /repos/{owner}/{repo}/pulls': (state, { body }) => {
    const [head, base] = [textAt(body, 'head'), textAt(body, 'base')];
    if (state.pulls.some(pull => pull.state === 'open' && pull.head === head && pull.base === base))
      return invalid(`A pull request already exists for ${state.owner}:${head}.`);
    const text = { title: textAt(body, 'title'), body: textAt(body, 'body') };
    const pull: Pull = { number: state.pulls.length + 1, head, base, state: 'open', ...text };
    state.pulls.push(pull);
    return { status: 201, body: showPull(state, pull) };
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': (state, { filled }) => {
    const pull = state.pulls.find(({ number }) => number === Number(filled.pull_number));
    return pull && { status: 200, body: { ...showPull(state, pull), closed_at: pull.closedAt ?? null } };
  },
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': (state, { filled, body }) => {
    const pull = state.pulls.find(({ number }) => number === Number(filled.pull_number));
    if (!pull || !isRecord(body)) return undefined;
    Object.assign(pull, body);
    return { status: 200, body: showPull(state, pull) };
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': (state, { filled }) => ({
    status: 200,
    body: state.comments.filter(({ issue }) => issue === Number(filled.issue_number)).map(showComment),
  }),
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (state, { filled, body }) => {
    const id = state.comments.length + 1;
    const comment = { id, issue: Number(filled.issue_number), body: textAt(body, 'body') };
    state.comments.push(comment);
    return { status: 201, body: showComment(comment) };
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (state, { filled, body }) => {
    const comment = state.comments.find(({ id }) => id === Number(filled.comment_id));
    if (!comment) return undefined;
    comment.body = textAt(body, 'body');
    return { status: 200, body: showComment(comment) };
  },
  ...issueHandlers,
  ...workflowHandlers,
  'GET /repos/{owner}/{repo}/attestations/{subject_digest}': (state, { filled, query }) => ({
    status: 200,
    body: {
      attestations: state.attestations
        .filter(({ digest }) => digest === filled.subject_digest)
        .filter(({ predicate }) => (query.predicate_type ?? predicate) === predicate)
        .map(({ digest, predicate, subject = digest }) => attestation(subject, predicate)),
    },
  }),
};

function isListed({ owner }: GitHubState, pull: Pull, query: Asked['query']): boolean {
  const { state = 'open', head = `${owner}:${pull.head}`, base = pull.base } = query;
  return (state === 'all' || pull.state === state) && head === `${owner}:${pull.head}` && base === pull.base;
}

function showSimplePull(state: GitHubState, pull: Pull): Record<string, unknown> {
  return { ...example('pull-request-simple'), ...pullFields(state, pull) };
}

function showPull(state: GitHubState, pull: Pull): Record<string, unknown> {
  return { ...example('pull-request'), ...pullFields(state, pull) };
}

function pullFields({ owner, repo }: GitHubState, { number, title, body, state, head, base }: Pull) {
  const shown = example('pull-request');
  return {
    number,
    title,
    body,
    state,
    html_url: `https://github.example/${owner}/${repo}/pull/${number}`,
    head: { ...(shown.head as object), ref: head, label: `${owner}:${head}` },
    base: { ...(shown.base as object), ref: base, label: `${owner}:${base}` },
    // The example's own team lacks what the description demands of one.
    requested_teams: [],
  };
}

function showComment({ id, body, author = 'github-actions[bot]' }: Comment): Record<string, unknown> {
  const shown = example('issue-comment');
  return { ...shown, id, body, user: { ...(shown.user as object), login: author } };
}

function invalid(message: string): Answer {
  const errors = [{ resource: 'PullRequest', code: 'custom', message }];
  const documentation_url = 'https://docs.github.com/rest/pulls/pulls#create-a-pull-request';
  return { status: 422, body: { message: 'Validation Failed', errors, documentation_url } };
}
