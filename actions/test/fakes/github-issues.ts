// What the stand-in for GitHub answers about issues, and about runs of workflows.
import { isRecord, listAt, textAt } from '../../toolkit/json.ts';
import type { Handler, Issue, Run } from './github-state.ts';
import { example } from './openapi.ts';

export const issueHandlers: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/issues': (state, { query }) => {
    const { page = '1', per_page = '30' } = query;
    const listed = state.issues.filter(issue => issue.state === (query.state ?? 'open')).map(showIssue);
    const first = (Number(page) - 1) * Number(per_page);
    return { status: 200, body: listed.slice(first, first + Number(per_page)) };
  },
  'POST /repos/{owner}/{repo}/issues': (state, { body }) => {
    const text = { title: textAt(body, 'title'), body: textAt(body, 'body') };
    const labels = listAt(body, 'labels').map(String);
    const issue: Issue = { number: state.issues.length + 1, ...text, labels, state: 'open' };
    state.issues.push(issue);
    return { status: 201, body: showIssue(issue) };
  },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': (state, { filled, body }) => {
    const issue = state.issues.find(({ number }) => number === Number(filled.issue_number));
    if (!issue || !isRecord(body)) return undefined;
    Object.assign(issue, body);
    return { status: 200, body: showIssue(issue) };
  },
};

export const workflowHandlers: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': (state, { filled }) => {
    const runs = state.runs.filter(({ workflow }) => workflow === filled.workflow_id).map(showRun);
    return { status: 200, body: { total_count: runs.length, workflow_runs: runs } };
  },
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': (state, { filled, body }) => {
    state.dispatches.push(`${filled.workflow_id}@${textAt(body, 'ref')}`);
    return { status: 204, body: undefined };
  },
};

function showIssue({ number, title, body, state, labels, by = 'Bot' }: Issue): Record<string, unknown> {
  // The published example is a pull request's issue.
  const { pull_request: _, ...shown } = example('issue');
  const user = { ...(shown.user as object), type: by };
  return { ...shown, number, title, body, state, labels: labels.map(name => ({ name })), user };
}

function showRun({ event, headSha, createdAt, status }: Run): Record<string, unknown> {
  const [shown] = listAt(example('workflow-run-paginated'), 'workflow_runs');
  const conclusion = status === 'completed' ? 'success' : null;
  return { ...(shown as object), event, head_sha: headSha, created_at: createdAt, status, conclusion };
}
