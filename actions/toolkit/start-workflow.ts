import type { GitHub } from './github.ts';

/** Starts a workflow by the name of its file, on a branch; needs `actions: write`. Throws `github-*`. */
export async function startWorkflow(github: GitHub, workflow: string, branch: string): Promise<void> {
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  await github.call(route, { workflow_id: workflow, ref: branch });
}

/** Whether a text is the name of a workflow's file. */
export function isWorkflow(text: string): boolean {
  return /^[\w-][\w.-]*\.ya?ml$/.test(text);
}
