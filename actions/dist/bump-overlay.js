import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  describePull,
  editRecord
} from "./shared-W3PNGVEU.js";
import {
  needAttestation,
  readImage
} from "./shared-IAHQIAX7.js";
import {
  connect
} from "./shared-2OH3FUVT.js";
import "./shared-JZECVCNB.js";
import {
  commitDraft,
  readHead,
  relate,
  releaseMessage,
  releaseTitle,
  withDraft
} from "./shared-MKEAORPU.js";
import {
  retryOnConflict,
  tryPush
} from "./shared-24AK7QCC.js";
import {
  findRefusals,
  isSetBy
} from "./shared-VQ3LD4XD.js";
import {
  gitAuth,
  withPrivateRepository
} from "./shared-UUNG4MP7.js";
import {
  holdPath,
  readRelease,
  releasePath
} from "./shared-WUMOF5Q6.js";
import {
  formatImage,
  isDigest,
  shortDigest
} from "./shared-TDZNGA7R.js";
import "./shared-LRQBTTZK.js";
import "./shared-OVT33UKT.js";
import {
  readServer
} from "./shared-63HOUH6X.js";
import {
  checkoutAt,
  readFileAt
} from "./shared-BJLNWFWN.js";
import {
  ensureCommit,
  findBranch,
  git
} from "./shared-FCLMPENQ.js";
import "./shared-KV5TVEEZ.js";
import {
  ActionError,
  InputReader,
  fenced,
  isBranch,
  isCommit,
  isEnvironment,
  isTag,
  mask,
  paragraphs,
  run,
  say,
  table
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import "./shared-DIOXHLEM.js";

// actions/bump-overlay/decide.ts
function decide(question) {
  const { holds, wanted, now } = question;
  const decision = decideByAncestry(question);
  const refusals = decision.kind === "edit" ? findRefusals(holds, wanted.digest, now) : [];
  return refusals.length > 0 ? { kind: "held", holds: refusals } : decision;
}
function decideByAncestry({ recorded, wanted, relation, rebuild }) {
  if (!recorded) return { kind: "edit" };
  switch (relation) {
    case "newer":
      return { kind: "edit" };
    case "older":
      return { kind: "superseded" };
    case "diverged":
      return {
        kind: "refused",
        code: "bump-diverged",
        reason: `neither of ${recorded.sourceCommit} (recorded) and ${wanted.sourceCommit} descends from the other`
      };
    case "same":
      return decideSameSource(recorded, wanted, rebuild);
  }
}
function decideSameSource(recorded, wanted, rebuild) {
  if (isSameRelease(recorded, wanted)) return { kind: "noop" };
  if (recorded.digest === wanted.digest || rebuild) return { kind: "edit" };
  return {
    kind: "refused",
    code: "bump-digest-conflict",
    reason: `source ${wanted.sourceCommit} is recorded with ${recorded.digest}, not ${wanted.digest}`
  };
}
function isSameRelease(one, other) {
  const parts = ["repository", "tag", "digest", "sourceCommit"];
  return parts.every((part) => one[part] === other[part]);
}

// actions/bump-overlay/pull-request.ts
var maxRounds = 5;
async function keepPullRequest(github, subject, read) {
  let url = "";
  let described;
  for (let round = 1; round <= maxRounds; round++) {
    const proposed = await read();
    if (!proposed || described && isSameRelease(proposed, described)) break;
    url = await describe(github, subject, proposed);
    described = proposed;
  }
  return url;
}
async function describe(github, subject, proposed) {
  const title = releaseTitle(subject.environment, proposed);
  const body = bodyOf(subject, proposed);
  return describePull(github, subject, { title, body });
}
function bodyOf({ environment, base, recorded }, proposed) {
  const before = recorded ? shortDigest(recorded.digest) : "(none)";
  return paragraphs(
    `Merging this releases to **${environment}**; closing it releases nothing. A newer release replaces it in place.`,
    table(
      ["digest", "source", "image"],
      [[`${before} \u2192 ${shortDigest(proposed.digest)}`, proposed.sourceCommit, `\`${formatImage(proposed)}\``]]
    ),
    `The push of the merge to \`${base}\` verifies the rollout.`
  );
}

// actions/bump-overlay/propose.ts
function proposalBranch(environment) {
  return `release/${environment}`;
}
async function propose(repository, inputs, head, github) {
  const { environment } = inputs;
  const branch = proposalBranch(environment);
  const proposed = await readProposal(repository, environment, branch);
  const { recorded } = head;
  const ended = { previous: recorded, current: recorded };
  if (await isOvertaken(repository, inputs, proposed)) {
    return { kind: "ended", value: { outcome: "superseded", commit: head.commit, ...ended } };
  }
  const describe2 = async (commit2) => {
    const read = async () => (await readProposal(repository, environment, branch))?.release;
    const pullRequest = await keepPullRequest(github, { branch, base: inputs.branch, environment, recorded }, read);
    return { outcome: "pull-request", commit: commit2, pullRequest, ...ended };
  };
  if (proposed && await isProposed(repository, inputs, head, proposed))
    return { kind: "ended", value: await describe2(proposed.commit) };
  const commit = await commitProposal(repository, inputs, head);
  return tryPush(repository, { branch, commit, replaces: proposed?.commit ?? "" }, () => describe2(commit));
}
async function isOvertaken(repository, inputs, proposed) {
  const { environment, release: wanted, rebuild } = inputs;
  const recorded = proposed?.release;
  const relation = await relate(repository, wanted.sourceCommit, recorded?.sourceCommit);
  const decision = decide({ recorded, wanted, relation, rebuild, holds: [], now: /* @__PURE__ */ new Date() });
  if (decision.kind === "refused" && decision.code === "bump-digest-conflict")
    throw new ActionError(decision.code, `Not proposed for ${environment}: ${decision.reason}.`);
  return decision.kind === "superseded";
}
async function isProposed(repository, { release }, head, proposed) {
  if (!proposed.release || !isSameRelease(proposed.release, release)) return false;
  return await git(repository, "rev-parse", `${proposed.commit}^`) === head.commit;
}
function commitProposal(repository, inputs, head) {
  return withDraft(repository, head.commit, async (draft) => {
    await editRecord(draft, inputs, head);
    return commitDraft(draft, releaseMessage(inputs.environment, inputs.release, void 0));
  });
}
async function readProposal(repository, environment, branch) {
  const commit = await findBranch(repository, branch);
  if (commit === void 0) return void 0;
  const text = await readFileAt(repository, commit, releasePath(environment));
  return { commit, release: text === void 0 ? void 0 : readRelease(text) };
}

// actions/bump-overlay/bump-overlay.ts
async function bumpOverlay(inputs, repository, github) {
  if (inputs.requireAttestation) await needAttestation(github, inputs.release.digest);
  const { value, attempts } = await retryOnConflict(inputs, () => tryOnce(repository, inputs, github));
  return { ...value, attempts };
}
async function tryOnce(repository, inputs, github) {
  const { environment, release: wanted, rebuild } = inputs;
  const head = await readHead(repository, inputs);
  await ensureCommit(repository, wanted.sourceCommit);
  const { recorded, holds } = head;
  const relation = await relate(repository, wanted.sourceCommit, recorded?.sourceCommit);
  const decision = decide({ recorded, wanted, relation, rebuild, holds, now: /* @__PURE__ */ new Date() });
  if (decision.kind === "refused")
    throw new ActionError(decision.code, `Not released to ${environment}: ${decision.reason}.`);
  if (decision.kind !== "edit") return { kind: "ended", value: unchanged(decision, head) };
  if (inputs.strategy === "pull-request") return propose(repository, inputs, head, github);
  return withDraft(repository, head.commit, (draft) => record(draft, inputs, head));
}
function unchanged(decision, { commit, recorded }) {
  const bump = { outcome: decision.kind, commit, previous: recorded, current: recorded };
  return decision.kind === "held" ? { ...bump, holds: decision.holds } : bump;
}
async function record(draft, inputs, head) {
  const { environment, branch, release, run: run2 } = inputs;
  await editRecord(draft, inputs, head);
  const commit = await commitDraft(draft, releaseMessage(environment, release, run2));
  const bump = { outcome: "committed", commit, previous: head.recorded, current: release };
  return tryPush(draft.repository, { branch, commit }, () => bump);
}

// actions/bump-overlay/inputs.ts
function readInputs(signal, read = new InputReader(), env = process.env) {
  const inputs = {
    environment: read.matching("environment", isEnvironment, "the name of an overlay"),
    branch: read.matching("branch", isBranch, "a branch", "main"),
    asked: readAsked(read, env.GITHUB_SHA ?? ""),
    strategy: read.oneOf("strategy", ["commit", "pull-request"]),
    maxAttempts: read.count("max-attempts", 10, 100),
    rebuild: read.flag("rebuild"),
    requireAttestation: read.flag("require-attestation"),
    token: read.optional("token"),
    server: readServer(env),
    run: env.GITHUB_RUN_ID ?? "local",
    signal
  };
  mask(inputs.token);
  if (inputs.token === "") {
    if (inputs.strategy === "pull-request") read.fault("token", "is required with `strategy: pull-request`");
    if (inputs.requireAttestation) read.fault("token", "is required with `require-attestation: true`");
  }
  read.done();
  return inputs;
}
function readAsked(read, sha) {
  const digest = read.matching("digest", isDigest, "sha256: and 64 hex digits");
  if (read.optional("from") !== "")
    return { from: read.matching("from", isEnvironment, "the name of an overlay"), digest };
  return {
    repository: readImage(read),
    tag: read.matching("tag", isTag, "a tag"),
    digest,
    sourceCommit: read.matching("source-commit", isCommit, "a full commit id", sha)
  };
}

// actions/bump-overlay/promoted.ts
async function completeRelease(repository, asked) {
  if (!("from" in asked)) return asked;
  const { from, digest } = asked;
  const text = await readFileAt(repository, "HEAD", releasePath(from));
  const release = text === void 0 ? void 0 : readRelease(text);
  if (release?.digest === digest) return release;
  const recorded = release?.digest ?? "nothing";
  throw new ActionError(
    "input-invalid",
    `At the checkout's commit ${from} records ${recorded}, not the digest ${digest}.`
  );
}

// actions/bump-overlay/result.ts
var verdicts = {
  committed: "\u2705 Released to",
  noop: "\u2705 Already released to",
  superseded: "\u23ED\uFE0F Superseded: a newer source is released to, or proposed for,",
  held: "\u23F8\uFE0F Held: not released to",
  "pull-request": "\u{1F4DD} Proposed by a pull request for"
};
function result(inputs, bump) {
  const { environment, branch, release } = inputs;
  const { outcome, commit, previous, current, holds = [], pullRequest, attempts } = bump;
  say(`${outcome}  ${environment}  ${change(inputs, bump)}  at ${commit.slice(0, 12)}`);
  return {
    outputs: {
      "commit-sha": commit,
      outcome,
      digest: current?.digest ?? "",
      "previous-digest": previous?.digest ?? "",
      "pull-request-url": pullRequest ?? "",
      "held-by-run": String(holds.some((hold) => isSetBy(hold, inputs.run)))
    },
    report: {
      environment,
      branch,
      outcome,
      commitSha: commit,
      previous: previous ?? null,
      current: current ?? null,
      wanted: release,
      holds,
      pullRequest: pullRequest ?? null,
      attempts
    },
    summary: paragraphs(
      `### ${verdicts[outcome]} ${environment}`,
      ...holds.map((hold) => explainHold(environment, hold)),
      holds.length > 0 ? "**Next:** delete that file on the branch (or wait), then run the job again." : "",
      pullRequest ? `[Merge the pull request](${pullRequest}) to release it.` : "",
      details(inputs, bump)
    )
  };
}
function explainHold(environment, { reason, until, refuses }) {
  const what = refuses === "*" ? "every release" : "this digest";
  const end = until === null ? "until somebody lifts it" : `until ${until}`;
  return paragraphs(`\`${holdPath(environment)}\` keeps ${what} back, ${end}:`, fenced(reason));
}
function details(inputs, bump) {
  const { environment, branch } = inputs;
  const source = shown(inputs, bump)?.sourceCommit ?? "";
  return table(
    ["digest", "source", bump.outcome === "pull-request" ? "proposed commit" : `commit on ${branch}`, "file"],
    [
      [
        change(inputs, bump),
        `\`${source.slice(0, 12)}\``,
        `\`${bump.commit.slice(0, 12)}\``,
        `\`${releasePath(environment)}\``
      ]
    ]
  );
}
function shown({ release }, { outcome, current }) {
  return outcome === "held" || outcome === "pull-request" ? release : current;
}
function change(inputs, bump) {
  const name = (release) => release ? shortDigest(release.digest) : "(none)";
  return `${name(bump.previous)} \u2192 ${name(shown(inputs, bump))}`;
}

// actions/bump-overlay/main.ts
await run("Bump overlay", async (signal) => {
  const { asked, ...given } = readInputs(signal);
  const { token, server } = given;
  const github = connect({ token, repository: server.repository, apiUrl: server.apiUrl, signal });
  const checkout = process.cwd();
  const inputs = { ...given, release: await completeRelease(checkoutAt(checkout, signal), asked) };
  const auth = gitAuth(token, server.url);
  return withPrivateRepository(
    checkout,
    { signal, auth },
    async (repository) => result(inputs, await bumpOverlay(inputs, repository, github))
  );
});
