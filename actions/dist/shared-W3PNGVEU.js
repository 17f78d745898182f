import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  explainAnswer
} from "./shared-2OH3FUVT.js";
import {
  describeDifference,
  diffManifests,
  writeDraft
} from "./shared-MKEAORPU.js";
import {
  render,
  renderedImage
} from "./shared-UUNG4MP7.js";
import {
  deploymentName,
  editRelease,
  overlayPath,
  placeholderImage,
  releasePath,
  sourceAnnotation
} from "./shared-WUMOF5Q6.js";
import {
  formatImage,
  parseImage,
  shortDigest
} from "./shared-TDZNGA7R.js";
import {
  listAt,
  numberAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  say
} from "./shared-OBT6BLLR.js";

// actions/toolkit/release/guard.ts
function unexpectedChanges({ before, after, recorded, wanted }) {
  const image = formatImage(wanted);
  const old = [placeholderImage, recorded?.repository];
  const isExpected = (difference) => isAnnotation(difference) || isImage(difference) && difference.after === image && isOneOf(old, difference.before);
  const unexpected = diffManifests(before, after).filter((difference) => !isExpected(difference)).map(describeDifference);
  const rendered = renderedImage(after);
  if (rendered === image) return unexpected;
  return [...unexpected, `Deployment ${deploymentName} renders the image ${rendered ?? "(none)"}, not ${image}`];
}
function isAnnotation({ object, path }) {
  return isOurDeployment(object) && path.join("\n") === ["metadata", "annotations", sourceAnnotation].join("\n");
}
function isImage({ object, path }) {
  return isOurDeployment(object) && /^spec\.template\.spec\.(initC|c)ontainers\.\d+\.image$/.test(path.join("."));
}
function isOurDeployment(object) {
  return object.startsWith("Deployment/") && object.endsWith(`/${deploymentName}`);
}
function isOneOf(repositories, image) {
  return typeof image === "string" && repositories.includes(parseImage(image).repository);
}

// actions/toolkit/release/edit.ts
async function editRecord(draft, { environment, release }, head) {
  const { commit, text, recorded } = head;
  const from = recorded ? shortDigest(recorded.digest) : "(none)";
  say(`on head ${commit.slice(0, 12)}: ${from} \u2192 ${shortDigest(release.digest)}`);
  const before = await render(draft, overlayPath(environment));
  await writeDraft(draft, releasePath(environment), editRelease(text, release));
  const after = await render(draft, overlayPath(environment));
  const unexpected = unexpectedChanges({ before, after, recorded, wanted: release });
  if (unexpected.length === 0) return;
  const list = unexpected.map((change) => `- ${change}`).join("\n");
  throw new ActionError("render-changed", `This bump would change more than the image and its record:
${list}`);
}

// actions/toolkit/pull-request.ts
async function describePull(github, branches, text) {
  const open = await findOpen(github, branches);
  return open === void 0 ? create(github, branches, text) : update(github, open, text);
}
async function findOpen(github, { branch, base }) {
  const head = `${github.owner}:${branch}`;
  const { data } = await github.call("GET /repos/{owner}/{repo}/pulls", { state: "open", head, base, per_page: 1 });
  const [first] = listAt(data);
  return first === void 0 ? void 0 : numberAt(first, "number");
}
async function create(github, branches, text) {
  const { branch: head, base } = branches;
  const route = "POST /repos/{owner}/{repo}/pulls";
  const answer = await github.call(route, { ...text, head, base }, [422]);
  if (answer.status === 201) return textAt(answer.data, "html_url");
  const open = await findOpen(github, branches);
  if (open !== void 0) return update(github, open, text);
  throw new ActionError("github-failed", explainAnswer(route, answer));
}
async function update(github, pull_number, text) {
  const { data } = await github.call("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number, ...text });
  return textAt(data, "html_url");
}

export {
  editRecord,
  describePull
};
