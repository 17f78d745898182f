import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/start-workflow.ts
async function startWorkflow(github, workflow, branch) {
  const route = "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches";
  await github.call(route, { workflow_id: workflow, ref: branch });
}
function isWorkflow(text) {
  return /^[\w-][\w.-]*\.ya?ml$/.test(text);
}

export {
  startWorkflow,
  isWorkflow
};
