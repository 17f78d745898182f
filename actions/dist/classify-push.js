import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  defaultImageInputs
} from "./shared-ZCCLTZWF.js";
import {
  holdPath,
  readRelease,
  releasePath,
  runTrailer,
  withoutPages
} from "./shared-WUMOF5Q6.js";
import "./shared-TDZNGA7R.js";
import "./shared-LRQBTTZK.js";
import {
  checkoutAt,
  readFileAt
} from "./shared-BJLNWFWN.js";
import {
  changedPaths,
  ensureCommit,
  git
} from "./shared-FCLMPENQ.js";
import {
  InputReader,
  asActionError,
  isCommit,
  isEnvironment,
  run,
  say
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import "./shared-DIOXHLEM.js";

// actions/classify-push/classify.ts
function classify(touched, environments) {
  const { imageInputs, manifests, releases, holds, ownRun } = touched;
  const as = (kind, concerned, reason) => ({
    class: kind,
    environments: concerned,
    touchesManifests: manifests.length > 0,
    reason
  });
  const deploy = (reason) => as("deploy", environments, reason);
  const none = (reason) => as("none", [], reason);
  if (imageInputs.length > 0) return deploy(`touches the image's inputs: ${sample(imageInputs)}`);
  if (manifests.length > 0) return deploy(`touches manifests: ${sample(manifests)}`);
  const changed = environments.filter((environment) => [...releases, ...holds].includes(environment));
  if (changed.length === 0) return none("touches neither the image, nor manifests, nor a release file");
  if (ownRun !== void 0) return none(`is the bump of run ${ownRun}, which verifies it itself`);
  const lifted = holds.filter((environment) => changed.includes(environment) && !releases.includes(environment));
  if (lifted.length > 0) return deploy(`changes the hold of ${lifted.join(", ")}`);
  return as("verify", changed, `releases to ${changed.join(", ")} and touches nothing else`);
}
function sample(paths) {
  const shown = paths.slice(0, 3).join(", ");
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}

// actions/classify-push/classify-push.ts
var releasePattern = /^kustomize\/overlays\/([^/]+)\/release\//;
async function classifyPush(inputs, repository) {
  const { before, commit, environments } = inputs;
  const deploy = (reason) => ({
    class: "deploy",
    environments,
    touchesManifests: true,
    reason
  });
  if (before === void 0) return deploy("has no commit before it: a dispatch or a new branch");
  await ensureCommit(repository, commit);
  try {
    await ensureCommit(repository, before);
  } catch (error) {
    if (asActionError(error).code !== "commit-unknown") throw error;
    return deploy(`comes after ${before.slice(0, 12)}, which cannot be fetched`);
  }
  return classify(await findTouched(repository, before, commit), environments);
}
async function findReleased({ commit, environments }, repository) {
  const at = await ensureCommit(repository, commit);
  const released = [];
  for (const environment of environments) {
    const text = await readFileAt(repository, at, releasePath(environment));
    if (text !== void 0 && namesRelease(text)) released.push(environment);
  }
  return released;
}
function namesRelease(text) {
  try {
    return readRelease(text) !== void 0;
  } catch (error) {
    if (asActionError(error).code !== "release-file-invalid") throw error;
    return false;
  }
}
async function findTouched(repository, before, commit) {
  const manifests = await changedPaths(repository, before, commit, ["kustomize", withoutPages]);
  const inRelease = manifests.flatMap((path) => {
    const environment = releasePattern.exec(path)?.[1];
    return environment === void 0 ? [] : { environment, isHold: path === holdPath(environment) };
  });
  return {
    imageInputs: await changedPaths(repository, before, commit, defaultImageInputs),
    manifests: manifests.filter((path) => !releasePattern.test(path)),
    releases: inRelease.filter(({ isHold }) => !isHold).map(({ environment }) => environment),
    holds: inRelease.filter(({ isHold }) => isHold).map(({ environment }) => environment),
    ownRun: await trailer(repository, commit, runTrailer)
  };
}
async function trailer(repository, commit, name) {
  const format = `--format=%(trailers:key=${name},valueonly=true)`;
  return (await git(repository, "show", "--no-patch", format, commit)).trim() || void 0;
}

// actions/classify-push/inputs.ts
function readInputs(read = new InputReader(), env = process.env) {
  const before = read.optional("before");
  const environments = read.words("environments");
  const inputs = {
    // GitHub writes zeros for a branch that is new.
    before: /^0*$/.test(before) ? void 0 : before,
    commit: read.matching("commit", isCommit, "a full commit id", env.GITHUB_SHA ?? ""),
    environments: environments.length > 0 ? environments : ["staging", "production"]
  };
  if (inputs.before && !isCommit(inputs.before)) read.fault("before", `must be a full commit id, not '${before}'`);
  for (const name of environments)
    if (!isEnvironment(name)) read.fault("environments", `has '${name}', no overlay's name`);
  read.done();
  return inputs;
}

// actions/classify-push/result.ts
function result({ before, commit }, classification, released) {
  const { environments, touchesManifests, reason } = classification;
  say(`${classification.class}: the push ${reason}`);
  return {
    outputs: {
      class: classification.class,
      environments: JSON.stringify(environments),
      released: JSON.stringify(released),
      manifests: String(touchesManifests),
      reason
    },
    report: { ...classification, released, before: before ?? null, commit },
    summary: `**${classification.class}**: the push of \`${commit.slice(0, 12)}\` ${reason}.`
  };
}

// actions/classify-push/main.ts
await run("Classify push", async (signal) => {
  const inputs = readInputs();
  const repository = checkoutAt(process.cwd(), signal);
  return result(inputs, await classifyPush(inputs, repository), await findReleased(inputs, repository));
});
