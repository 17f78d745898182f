import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  defaultImageInputs
} from "./shared-ZCCLTZWF.js";
import {
  formatImage,
  isDigest,
  isRecord,
  isRepository,
  registryOf,
  shortDigest
} from "./shared-VKHG4GIR.js";
import {
  ActionError,
  InputReader,
  commandFailed,
  commitTime,
  execute,
  exportTree,
  isCommit,
  isOnPath,
  listTree,
  mask,
  needCommit,
  paragraphs,
  run,
  say,
  table,
  tail,
  warn
} from "./shared-JTTVSMXI.js";

// actions/build-push/build-push.ts
import { mkdir, mkdtemp as mkdtemp2, readFile as readFile2, rm as rm2 } from "node:fs/promises";
import { tmpdir as tmpdir2 } from "node:os";
import { join as join3 } from "node:path";

// actions/toolkit/buildx.ts
import { randomBytes } from "node:crypto";
async function findBuildx(env, signal) {
  const candidates = [];
  if (isOnPath("buildx")) candidates.push({ file: "buildx", prefix: [], env, signal });
  if (isOnPath("docker")) candidates.push({ file: "docker", prefix: ["buildx"], env, signal });
  for (const buildx of candidates) if ((await execute(buildxCommand(buildx, ["version"]))).code === 0) return buildx;
  throw new ActionError("tool-missing", "Neither `buildx` nor `docker buildx` is on PATH.");
}
function buildxCommand({ file, prefix, env, signal }, args) {
  return { file, args: [...prefix, ...args], env, signal };
}
async function inspectTag(buildx, builder, image) {
  const args = ["imagetools", "inspect", "--builder", builder, "--format", "{{json .Manifest}}", image];
  return readTagState(await execute(buildxCommand(buildx, args)));
}
function readTagState({ code, stdout, stderr }) {
  if (code === 0) return readManifest(stdout.toString());
  const message = stderr.trim() || `exit code ${code}`;
  if (/\b(401|unauthorized|authentication required|incorrect username|no basic auth)\b/i.test(message))
    return { kind: "unauthorized", message };
  if (/\b(403|denied|forbidden|insufficient_scope)\b/i.test(message)) return { kind: "denied", message };
  if (/: not found\s*$|manifest[ _]unknown|name[ _]unknown|\b404\b/im.test(message)) return { kind: "missing" };
  return { kind: "failed", message };
}
async function createBuilder(buildx) {
  const name = `vad-gitops-${randomBytes(4).toString("hex")}`;
  const command = buildxCommand(buildx, ["create", "--name", name, "--driver", "docker-container", "--bootstrap"]);
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  return name;
}
async function removeBuilder(buildx, name) {
  await execute(buildxCommand({ ...buildx, signal: void 0 }, ["rm", "--force", name]));
}
function readManifest(json) {
  try {
    const manifest = JSON.parse(json);
    const digest = typeof manifest === "object" && manifest !== null && "digest" in manifest ? manifest.digest : void 0;
    if (typeof digest === "string" && digest !== "") return { kind: "found", digest };
  } catch {
  }
  return { kind: "failed", message: `imagetools inspect gave no digest: ${json.slice(0, 200)}` };
}

// actions/toolkit/registry-login.ts
import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
async function login(repository, credentials) {
  if (!credentials) return { env: {}, close: async () => {
  } };
  const original = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), "docker-config-"));
  await chmod(folder, 448);
  const config = mergeAuth(await readConfig(original), registryOf(repository), credentials);
  await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 384 });
  await linkRest(original, folder);
  return {
    env: { DOCKER_CONFIG: folder, BUILDX_CONFIG: process.env.BUILDX_CONFIG ?? join(original, "buildx") },
    close: () => rm(folder, { recursive: true, force: true })
  };
}
function mergeAuth(config, registry, { username, password }) {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const helpers = isRecord(config.credHelpers) ? config.credHelpers : {};
  const needsHelper = registry in helpers || typeof config.credsStore === "string";
  return {
    ...config,
    auths: { ...isRecord(config.auths) ? config.auths : {}, [registry]: { auth } },
    ...needsHelper ? { credHelpers: { ...helpers, [registry]: "" } } : {}
  };
}
async function readConfig(folder) {
  try {
    const config = JSON.parse(await readFile(join(folder, "config.json"), "utf8"));
    return isRecord(config) ? config : {};
  } catch {
    return {};
  }
}
async function linkRest(original, folder) {
  const names = await readdir(original).catch(() => []);
  for (const name of names) if (name !== "config.json") await symlink(join(original, name), join(folder, name));
}

// actions/build-push/build-failure.ts
function buildFailure(code, stderr) {
  const said = finalError(stderr);
  if (/unauthorized|authentication required|\b401\b|denied|forbidden|\b403\b|insufficient_scope/i.test(said)) {
    return new ActionError("registry-unauthorized", `The registry refuses this login:
${said}`);
  }
  if (/failed to push|failed to copy|failed to do request|unexpected status from (PUT|POST|PATCH)/i.test(said)) {
    return new ActionError("push-rejected", `The image was built, but the registry did not take it:
${said}`);
  }
  const step = failingStep(stderr);
  return new ActionError(
    "build-failed",
    `The build ended with exit code ${code}:
${step || tail(stderr, 20) || said}`
  );
}
function finalError(stderr) {
  const lines = stderr.trimEnd().split("\n");
  const at = lines.findLastIndex((line) => /^ERROR: /.test(line));
  return at < 0 ? "" : lines.slice(at).join("\n");
}
function failingStep(stderr) {
  const lines = stderr.split("\n");
  const step = lines.findLast((line) => / > \[.+\]/.test(line))?.trim();
  if (!step) return "";
  const title = step.replace(/^> /, "").replace(/:$/, "");
  const number = lines.find((line) => /^#\d+ /.test(line) && line.endsWith(title))?.split(" ", 1)[0];
  const output = lines.flatMap((line) => {
    const [first, time = "", ...rest] = line.split(" ");
    return first === number && /^\d+\.\d+$/.test(time) ? [rest.join(" ")] : [];
  });
  const repeated = lines.slice(lines.findLastIndex((line) => line.trim() === step) + 1);
  const said = output.length > 0 ? output : repeated.slice(0, repeated.indexOf("------"));
  return [step, tail(said.join("\n"), 30), finalError(stderr)].join("\n");
}

// actions/build-push/buildx-args.ts
import { join as join2 } from "node:path";
function buildArguments(settings, target) {
  const { ref, builder, metadataFile, epoch, context } = target;
  return [
    "build",
    ...["--builder", builder],
    ...["--file", join2(context, settings.dockerfile)],
    ...["--platform", settings.platforms.join(",")],
    ...settings.target ? ["--target", settings.target] : [],
    ...settings.buildArgs.flatMap((pair) => ["--build-arg", pair]),
    ...["--build-arg", `SOURCE_DATE_EPOCH=${epoch}`],
    ...settings.buildContexts.flatMap((pair) => ["--build-context", pair]),
    ...settings.secretFiles.flatMap((pair) => ["--secret", secret(pair)]),
    `--provenance=${settings.provenance}`,
    "--sbom=false",
    ...["--progress", "plain"],
    ...["--metadata-file", metadataFile],
    ...["--tag", ref],
    // Files keep the commit's time, so that the same source gives the same layers.
    ...["--output", "type=registry,rewrite-timestamp=true"],
    context
  ];
}
function secret(pair) {
  const at = pair.indexOf("=");
  return `id=${pair.slice(0, at)},src=${pair.slice(at + 1)}`;
}

// actions/build-push/tag.ts
import { createHash } from "node:crypto";
function imageTag({ entries, ...settings }) {
  const platforms = settings.platforms.toSorted();
  const { dockerfile, target, buildArgs, buildContexts } = settings;
  const text = JSON.stringify([entries, dockerfile, target, platforms, buildArgs, buildContexts.map(nameAndKind)]);
  return `src-${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
}
function nameAndKind(context) {
  const [name = "", ...value] = context.split("=");
  const kind = /^[a-z-]+:\/\//.exec(value.join("="))?.[0] ?? "local";
  return `${name}=${kind}`;
}

// actions/build-push/build-push.ts
async function buildPush(inputs, repository) {
  const commit = await needCommit(repository, inputs.commit);
  const entries = await listTree(repository, commit, inputs.imageInputs);
  if (entries.length === 0) {
    throw new ActionError("image-inputs-empty", `No file of ${commit} matches: ${inputs.imageInputs.join(" ")}`);
  }
  const tag = imageTag({ ...inputs, entries });
  say(`source   ${commit.slice(0, 12)}, ${entries.length} files \u2192 ${tag}`);
  const session = await login(inputs.image, inputs.credentials);
  try {
    const buildx = await findBuildx(session.env, repository.signal);
    const made = await withBuilder(
      buildx,
      inputs.builder,
      (builder) => reuseOrBuild({ inputs, repository, tag }, buildx, builder)
    );
    return { ...made, tag, commit, files: entries.length };
  } finally {
    await session.close();
  }
}
async function reuseOrBuild(plan, buildx, builder) {
  const ref = `${plan.inputs.image}:${plan.tag}`;
  const existing = existingDigest(await inspectTag(buildx, builder, ref), plan.inputs);
  if (existing) {
    say(`registry has this tag: reused, nothing built`);
    return { outcome: "reused", digest: existing };
  }
  return { outcome: "built", digest: await build(plan, buildx, builder, ref) };
}
function existingDigest(state, { image, credentials }) {
  switch (state.kind) {
    case "found":
      return state.digest;
    case "missing":
      return void 0;
    case "denied":
      if (!credentials) throw new ActionError("registry-unauthorized", `Cannot read ${image}:
${state.message}`);
      warn(`The registry does not say whether ${image} exists (${state.message}); building.`);
      return void 0;
    case "unauthorized":
      throw new ActionError("registry-unauthorized", `Cannot read ${image}:
${state.message}`);
    case "failed":
      throw new ActionError("registry-failed", `Cannot ask the registry for ${image}:
${state.message}`);
  }
}
async function build({ inputs, repository, tag }, buildx, builder, ref) {
  const folder = await mkdtemp2(join3(process.env.RUNNER_TEMP ?? tmpdir2(), "build-push-"));
  try {
    const metadataFile = join3(folder, "metadata.json");
    const context = join3(folder, "context");
    await mkdir(context);
    await exportTree(repository, inputs.commit, inputs.imageInputs, context);
    const epoch = await commitTime(repository, inputs.commit);
    const args = buildArguments(inputs, { ref, builder, metadataFile, epoch, context });
    say(`building ${inputs.platforms.join(", ")}`);
    const outcome = await execute({ ...buildxCommand(buildx, args), onLine: say });
    if (outcome.code !== 0) throw buildFailure(outcome.code, outcome.stderr);
    return readDigest(await readFile2(metadataFile, "utf8").catch(() => "{}"), tag);
  } finally {
    await rm2(folder, { recursive: true, force: true });
  }
}
function readDigest(json, tag) {
  const metadata = JSON.parse(json);
  const digest = metadata?.["containerimage.digest"];
  if (typeof digest === "string" && isDigest(digest)) return digest;
  throw new ActionError("digest-empty", `buildx ended well, but named no digest for ${tag}: nothing was pushed.`);
}
async function withBuilder(buildx, given, work) {
  if (given) return work(given);
  const made = await createBuilder(buildx);
  try {
    return await work(made);
  } finally {
    await removeBuilder(buildx, made);
  }
}

// actions/build-push/inputs.ts
function readInputs(read = new InputReader(), env = process.env) {
  const imageInputs = read.lines("inputs");
  const platforms = read.words("platforms");
  const inputs = {
    // An owner's capitals come with `github.repository`; registries want none.
    image: read.matching("image", (text) => isRepository(text.toLowerCase()), "a repository without tag or digest").toLowerCase(),
    commit: read.matching("commit", isCommit, "a full commit id", env.GITHUB_SHA ?? ""),
    imageInputs: imageInputs.length > 0 ? imageInputs : defaultImageInputs,
    dockerfile: read.required("dockerfile", "vad-service/Dockerfile"),
    target: read.optional("target"),
    platforms: platforms.length > 0 ? platforms : ["linux/amd64", "linux/arm64"],
    buildArgs: read.pairs("build-args"),
    buildContexts: read.pairs("build-contexts"),
    secretFiles: read.pairs("secret-files"),
    provenance: read.required("provenance", "false"),
    builder: read.optional("builder") || (env.BUILDX_BUILDER ?? ""),
    credentials: readCredentials(read)
  };
  for (const platform of platforms) checkPlatform(read, platform);
  read.done();
  return inputs;
}
function checkPlatform(read, platform) {
  if (!/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/.test(platform)) read.fault("platforms", `has '${platform}', not os/arch`);
}
function readCredentials(read) {
  const username = read.optional("registry-username");
  const password = read.optional("registry-password");
  mask(password);
  mask(password && Buffer.from(`${username}:${password}`).toString("base64"));
  if (username === "" && password === "") return void 0;
  if (username === "") read.fault("registry-username", "is required with registry-password");
  if (password === "") read.fault("registry-password", "is required with registry-username");
  return { username, password };
}

// actions/build-push/result.ts
function result({ image, platforms }, { outcome, tag, digest, commit, files }) {
  const imageRef = formatImage({ repository: image, tag, digest });
  say(`${outcome.padEnd(8)} ${imageRef}`);
  return {
    outputs: { "image-ref": imageRef, digest, tag, outcome, "source-sha": commit },
    report: { imageRef, image, tag, digest, outcome, sourceSha: commit, files, platforms },
    summary: paragraphs(
      `### \u2705 Image ${outcome}: \`${shortDigest(digest)}\``,
      outcome === "reused" ? "The tag of these inputs was in the registry, so nothing was built." : "",
      table(
        ["image", "source", "files", "platforms"],
        [[`\`${imageRef}\``, `\`${commit.slice(0, 12)}\``, String(files), platforms.join(", ")]]
      )
    )
  };
}

// actions/build-push/main.ts
await run("Build and push", async (signal) => {
  const inputs = readInputs();
  return result(inputs, await buildPush(inputs, { dir: process.cwd(), signal }));
});
