import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  defaultImageInputs
} from "./shared-ZCCLTZWF.js";
import {
  buildxCommand,
  createBuilder,
  findBuildx,
  inspectImage,
  login,
  putTag,
  removeBuilder
} from "./shared-NGDM6ZRH.js";
import {
  hasAttestation,
  readCredentials,
  readImage
} from "./shared-IAHQIAX7.js";
import {
  connect
} from "./shared-2OH3FUVT.js";
import "./shared-JZECVCNB.js";
import {
  formatImage,
  isDigest,
  shortDigest
} from "./shared-TDZNGA7R.js";
import {
  readServer
} from "./shared-63HOUH6X.js";
import {
  commitTime,
  ensureCommit,
  exportTree,
  listTree
} from "./shared-FCLMPENQ.js";
import {
  at,
  isRecord,
  listAt,
  numberAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  InputReader,
  execute,
  isCommit,
  mask,
  paragraphs,
  run,
  say,
  table,
  tail,
  warn
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import "./shared-DIOXHLEM.js";

// actions/build-push/attest.ts
function githubAttestor(settings, github, env = process.env) {
  if (!env.ACTIONS_ID_TOKEN_REQUEST_URL || !env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) {
    const why = "attest is true, but GitHub gives this job no identity token (ACTIONS_ID_TOKEN_REQUEST_URL).";
    throw new ActionError("attestation-unavailable", why);
  }
  const { repository, token } = settings;
  const server = env.GITHUB_SERVER_URL ?? "https://github.com";
  return {
    async expect(digest) {
      if (await hasAttestation(github, digest)) return;
      throw new ActionError("attestation-missing", `The tag exists, but GitHub has no attestation of ${digest}.`);
    },
    async make(image, digest) {
      const id = await sign(image, digest, token);
      return { url: `${server}/${repository}/attestations/${id}` };
    }
  };
}
async function sign(name, digest, token) {
  const { attestProvenance } = await import("./shared-B7OF3KT4.js");
  const [algorithm = "", hex = ""] = digest.split(":");
  try {
    const { attestationID } = await attestProvenance({ subjects: [{ name, digest: { [algorithm]: hex } }], token });
    if (attestationID) return attestationID;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ActionError("attestation-failed", `${digest} was pushed, but not attested: ${why}`, { cause });
  }
  throw new ActionError("attestation-failed", `${digest} was signed, but GitHub names no attestation.`);
}

// actions/build-push/build.ts
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as join2 } from "node:path";

// actions/build-push/build-failure.ts
function buildFailure(code, stderr) {
  const said = finalError(stderr);
  const isStep = /did not complete successfully/.test(said);
  const refused = isStep ? void 0 : registryRefusal(said);
  if (refused) return refused;
  if (!isStep && /failed to push|failed to copy|failed to do request|unexpected status from (PUT|POST|PATCH)/i.test(said)) {
    return new ActionError("push-rejected", `The image was built, but the registry did not take it:
${said}`);
  }
  const step = failingStep(stderr) || tail(stderr, 20) || "(nothing on stderr)";
  return new ActionError("build-failed", `The build ended with exit code ${code}:
${step}`);
}
function tagFailure({ code, stderr }) {
  const said = finalError(stderr) || tail(stderr, 20) || `(exit code ${code}, nothing on stderr)`;
  return registryRefusal(said) ?? new ActionError("push-rejected", `The image was pushed, but the registry did not take its tag:
${said}`);
}
function registryRefusal(said) {
  if (!/unauthorized|authentication required|\b401\b|denied|forbidden|\b403\b|insufficient_scope/i.test(said)) return;
  return new ActionError("registry-unauthorized", `The registry refuses this login:
${said}`);
}
function finalError(stderr) {
  const lines = stderr.trimEnd().split("\n");
  const at2 = lines.findLastIndex((line) => /^ERROR: /.test(line));
  return at2 < 0 ? "" : lines.slice(at2).join("\n");
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
  const repeated2 = lines.slice(lines.findLastIndex((line) => line.trim() === step) + 1);
  const said = output.length > 0 ? output : repeated2.slice(0, repeated2.indexOf("------"));
  return [step, tail(said.join("\n"), 30), finalError(stderr)].join("\n");
}

// actions/build-push/buildx-args.ts
import { join } from "node:path";

// actions/build-push/annotations.ts
function annotationArguments(settings, commit, epoch) {
  const level = makesIndex(settings) ? "index" : "manifest";
  const annotations = {
    source: settings.sourceUrl,
    revision: commit,
    created: new Date(epoch * 1e3).toISOString().replace(".000Z", "Z")
  };
  return Object.entries(annotations).filter(([, value]) => value !== "").flatMap(([name, value]) => ["--annotation", `${level}:org.opencontainers.image.${name}=${value}`]);
}
function makesIndex({ platforms, provenance, sbom }) {
  return platforms.length > 1 || provenance !== "false" || sbom !== "false";
}

// actions/build-push/buildx-args.ts
function buildArguments(settings, target, secrets) {
  const { builder, metadataFile, commit, epoch, folder } = target;
  return [
    "build",
    ...["--builder", builder],
    ...["--file", join(folder, settings.dockerfile)],
    ...["--platform", settings.platforms.join(",")],
    ...settings.target ? ["--target", settings.target] : [],
    ...settings.buildArgs.flatMap((pair) => ["--build-arg", pair]),
    ...["--build-arg", `SOURCE_DATE_EPOCH=${epoch}`],
    ...settings.buildContexts.flatMap((pair) => ["--build-context", pair]),
    ...secrets,
    ...settings.cacheFrom.flatMap((cache) => ["--cache-from", cache]),
    ...settings.cacheTo.flatMap((cache) => ["--cache-to", cache]),
    ...annotationArguments(settings, commit, epoch),
    `--provenance=${settings.provenance}`,
    `--sbom=${settings.sbom}`,
    ...["--progress", "plain"],
    ...["--metadata-file", metadataFile],
    // Files keep the commit's time, so that the same source gives the same layers.
    ...["--output", `type=image,name=${settings.image},push=true,push-by-digest=true,rewrite-timestamp=true`],
    join(folder, settings.context)
  ];
}

// actions/build-push/metadata.ts
function readDigest(text) {
  const digest = textAt(parse(text), "containerimage.digest");
  if (isDigest(digest)) return digest;
  const found = digest === "" ? "no digest" : `the digest '${digest}', which is none`;
  throw new ActionError("digest-empty", `buildx ended well, but its metadata file names ${found}.`);
}
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

// actions/build-push/secrets.ts
function readSecrets(read) {
  const values = read.lines("secrets").map((line) => {
    mask(line);
    const { id, rest } = split(line);
    mask(rest);
    if (!isId(id)) read.fault("secrets", "has a line that is not ID=VALUE");
    return { id, value: rest };
  });
  const files = read.pairs("secret-files").map((line) => {
    const { id, rest } = split(line);
    return { id, file: rest };
  });
  const secrets = [...values, ...files];
  for (const id of repeated(secrets.map((secret) => secret.id))) read.fault("secrets", `has the id '${id}' twice`);
  return secrets;
}
function secretArguments(secrets) {
  const env = {};
  const args = secrets.flatMap((secret, index) => {
    if ("file" in secret) return ["--secret", [`id=${secret.id}`, `src=${secret.file}`].map(csvField).join(",")];
    const name = `BUILD_SECRET_${index}`;
    env[name] = secret.value;
    return ["--secret", `id=${secret.id},env=${name}`];
  });
  return { args, env };
}
function split(line) {
  const at2 = line.indexOf("=");
  return at2 < 0 ? { id: "", rest: line } : { id: line.slice(0, at2), rest: line.slice(at2 + 1) };
}
function isId(text) {
  return /^[\w.-]+$/.test(text);
}
function repeated(ids) {
  return [...new Set(ids.filter((id, index) => id !== "" && ids.indexOf(id) !== index))];
}
function csvField(text) {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// actions/build-push/build.ts
async function build(inputs, repository, buildx, builder) {
  const temporary = await mkdtemp(join2(process.env.RUNNER_TEMP ?? tmpdir(), "build-push-"));
  try {
    const metadataFile = join2(temporary, "metadata.json");
    const folder = join2(temporary, "source");
    await mkdir(folder);
    await exportTree(repository, inputs.commit, inputs.imageInputs, folder);
    const epoch = await commitTime(repository, inputs.commit);
    const secrets = secretArguments(inputs.secrets);
    const target = { builder, metadataFile, commit: inputs.commit, epoch, folder };
    const args = buildArguments(inputs, target, secrets.args);
    say(`building ${inputs.platforms.join(", ")}`);
    const withSecrets = { ...buildx, env: { ...buildx.env, ...secrets.env } };
    const outcome = await execute({ ...buildxCommand(withSecrets, args), onLine: say });
    if (outcome.code !== 0) throw buildFailure(outcome.code, outcome.stderr);
    return readDigest(await readFile(metadataFile, "utf8").catch(() => ""));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

// actions/toolkit/image-index.ts
function platformImages(manifest) {
  if (!isRecord(manifest) || !Array.isArray(manifest.manifests)) return void 0;
  return manifest.manifests.filter((entry) => textAt(entry, "annotations", "vnd.docker.reference.type") !== "attestation-manifest").map((entry) => ({ platform: platformOf(at(entry, "platform")), digest: textAt(entry, "digest") }));
}
function layerBytes(manifest) {
  return listAt(manifest, "layers").reduce((sum, layer) => sum + numberAt(layer, "size"), 0);
}
function shortPlatform(platform) {
  return platform.replace(/\/(arm64)\/v8$/, "/$1").replace(/\/(amd64)\/v1$/, "/$1").replace(/\/arm$/, "/arm/v7");
}
function platformOf(value) {
  const parts = ["os", "architecture", "variant"].map((part) => textAt(value, part));
  return shortPlatform(parts.filter((part) => part !== "").join("/"));
}

// actions/build-push/registry.ts
async function findTag(registry, tag) {
  const { repository, loggedIn } = registry;
  const state = await inspect(registry, `${repository}:${tag}`);
  if (state.kind === "found") return state.image;
  if (state.kind === "missing") return void 0;
  if (state.kind === "denied" && loggedIn) {
    warn(`The registry does not say whether ${repository} exists (${state.message}); building.`);
    return void 0;
  }
  throw unreadable(repository, state);
}
async function readStored(registry, digest) {
  const ref = `${registry.repository}@${digest}`;
  const state = await inspect(registry, ref);
  if (state.kind === "found" && state.image.digest === digest) return state.image;
  if (state.kind !== "found" && state.kind !== "missing") throw unreadable(registry.repository, state);
  const found = state.kind === "found" ? `names ${state.image.digest}` : "is not there";
  throw new ActionError("readback-mismatch", `${digest} was pushed, but ${ref} ${found}.`);
}
async function claimTag(registry, tag, digest) {
  const ref = `${registry.repository}:${tag}`;
  const outcome = await putTag(registry.buildx, registry.builder, ref, digest);
  if (outcome.code !== 0) throw tagFailure(outcome);
  const named = await findTag(registry, tag);
  if (!named) throw new ActionError("readback-mismatch", `${digest} was pushed, but ${ref} is not there.`);
  return named;
}
function inspect({ buildx, builder }, ref) {
  return inspectImage(buildx, builder, ref);
}
function unreadable(repository, state) {
  if (state.kind === "failed")
    return new ActionError("registry-failed", `Cannot ask the registry for ${repository}:
${state.message}`);
  return new ActionError("registry-unauthorized", `Cannot read ${repository}:
${state.message}`);
}

// actions/build-push/contents.ts
async function readContents(registry, image, platforms) {
  const wanted = platforms.map(shortPlatform).toSorted();
  const [only = ""] = wanted;
  const images = platformImages(image.manifest) ?? [{ platform: only, digest: image.digest }];
  const found = images.map(({ platform }) => platform).toSorted();
  if (found.join() !== wanted.join()) {
    const has = found.join(", ") || "none";
    throw new ActionError("readback-mismatch", `${image.digest} is for ${has}, not for ${wanted.join(", ")}.`);
  }
  const contents = [];
  for (const { platform, digest } of images) {
    const { manifest } = digest === image.digest ? image : await readStored(registry, digest);
    contents.push({ platform, digest, bytes: layerBytes(manifest) });
  }
  return contents;
}

// actions/build-push/tag.ts
import { createHash } from "node:crypto";
function imageTag(identity) {
  const { entries, context, dockerfile, target, buildArgs, provenance, sbom } = identity;
  const platforms = identity.platforms.toSorted();
  const contexts = identity.buildContexts.map(nameAndKind);
  const text = JSON.stringify([entries, context, dockerfile, target, platforms, buildArgs, contexts, provenance, sbom]);
  return `src-${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
}
function nameAndKind(context) {
  const [name = "", ...rest] = context.split("=");
  const value = rest.join("=");
  const kind = /^[a-z-]+:\/\//.exec(value)?.[0];
  return `${name}=${kind === void 0 ? "local" : kind === "oci-layout://" ? kind : value}`;
}

// actions/build-push/build-push.ts
async function buildPush(inputs, repository, attestor) {
  const commit = await ensureCommit(repository, inputs.commit);
  const entries = await listInputs(inputs, repository, commit);
  const tag = imageTag({ ...inputs, entries });
  say(`source   ${commit.slice(0, 12)}, ${entries.length} files \u2192 ${tag}`);
  const session = await login(inputs.image, inputs.credentials);
  try {
    const buildx = await findBuildx(session.env, repository.signal);
    const { image, builder, credentials, platforms } = inputs;
    const registry = { buildx, builder, repository: image, loggedIn: credentials !== void 0 };
    const made = await reuseOrBuild({ inputs, repository, tag, attestor }, registry);
    const contents = await readContents(registry, made.image, platforms);
    return { ...made, tag, digest: made.image.digest, commit, files: entries.length, platforms: contents };
  } finally {
    await session.close();
  }
}
async function listInputs(inputs, repository, commit) {
  const { imageInputs, dockerfile } = inputs;
  const entries = await listTree(repository, commit, imageInputs);
  if (entries.some((entry) => entry.endsWith(` ${dockerfile}`))) return entries;
  const lack = entries.length === 0 ? "No file" : `${entries.length} files, but not ${dockerfile},`;
  throw new ActionError("image-inputs-empty", `${lack} of ${commit} match: ${imageInputs.join(" ")}`);
}
async function reuseOrBuild(plan, registry) {
  const existing = await reuse(plan, registry);
  if (existing) return existing;
  return withBuilder(registry, async (builder) => {
    const { inputs, repository, tag, attestor } = plan;
    const digest = await build(inputs, repository, registry.buildx, builder);
    const image = await readStored(registry, digest);
    const overtaken = await reuse(plan, registry);
    if (overtaken) return overtaken;
    const attested = await attestor?.make(inputs.image, digest);
    const named = await claimTag(registry, tag, digest);
    if (named.digest === digest) return { outcome: "built", image, attested };
    warn(
      `${digest} was pushed, but the tag names ${named.digest}: another run of the same inputs pushed it just then.`
    );
    return take(named, attestor);
  });
}
async function reuse({ tag, attestor }, registry) {
  const image = await findTag(registry, tag);
  return image && take(image, attestor);
}
async function take(image, attestor) {
  await attestor?.expect(image.digest);
  say(`registry has this tag: its image is taken`);
  return { outcome: "reused", image, attested: void 0 };
}
async function withBuilder({ buildx, builder }, work) {
  if (builder) return work(builder);
  const made = await createBuilder(buildx);
  try {
    return await work(made);
  } finally {
    await removeBuilder(buildx, made);
  }
}

// actions/build-push/inputs.ts
import { posix } from "node:path";

// actions/toolkit/event.ts
import { readFileSync } from "node:fs";
function sourceCommit(given, env) {
  const sha = env.GITHUB_SHA ?? "";
  if (given !== "" && given !== sha) return given;
  return env.GITHUB_EVENT_NAME === "pull_request" ? pullRequestHead(env.GITHUB_EVENT_PATH ?? "") : sha;
}
function pullRequestHead(file) {
  try {
    return textAt(JSON.parse(readFileSync(file, "utf8")), "pull_request", "head", "sha");
  } catch {
    return "";
  }
}

// actions/build-push/attest-inputs.ts
function readAttest(read, env) {
  const wanted = read.flag("attest");
  const token = read.optional("github-token");
  mask(token);
  if (!wanted) return void 0;
  if (token === "") read.fault("github-token", "is required with attest");
  const { apiUrl, repository } = readServer(env);
  if (repository === "") read.fault("attest", "needs GITHUB_REPOSITORY, which GitHub\u2019s runner sets");
  return { repository, apiUrl, token };
}

// actions/build-push/inputs.ts
function readInputs(read = new InputReader(), env = process.env) {
  const imageInputs = read.lines("inputs");
  const inputs = {
    image: readImage(read),
    commit: readCommit(read, env),
    imageInputs: imageInputs.length > 0 ? imageInputs : defaultImageInputs,
    context: readPath(read, "context", "."),
    dockerfile: readPath(read, "dockerfile", "vad-service/Dockerfile"),
    target: read.optional("target"),
    platforms: readPlatforms(read),
    buildArgs: read.pairs("build-args"),
    buildContexts: read.pairs("build-contexts"),
    secrets: readSecrets(read),
    cacheFrom: read.lines("cache-from"),
    cacheTo: read.lines("cache-to"),
    provenance: read.matching("provenance", isProvenance, "false, true, mode=min or mode=max", "false"),
    sbom: read.matching("sbom", isSbom, "false, true or generator=IMAGE", "false"),
    builder: read.optional("builder") || (env.BUILDX_BUILDER ?? ""),
    credentials: readCredentials(read),
    sourceUrl: env.GITHUB_REPOSITORY ? `${env.GITHUB_SERVER_URL ?? "https://github.com"}/${env.GITHUB_REPOSITORY}` : "",
    attest: readAttest(read, env)
  };
  read.done();
  return inputs;
}
function readCommit(read, env) {
  const commit = sourceCommit(read.optional("commit"), env);
  if (commit === "") read.fault("commit", "is required: neither GITHUB_SHA nor a pull request names one");
  else if (!isCommit(commit)) read.fault("commit", `must be a full commit id, not '${commit}'`);
  return commit;
}
function readPath(read, name, fallback) {
  const path = posix.normalize(read.required(name, fallback)).replace(/(?<=.)\/$/, "");
  if (path.startsWith("/") || path === ".." || path.startsWith("../"))
    read.fault(name, `must be a path inside the repository, not '${path}'`);
  return path;
}
function readPlatforms(read) {
  const platforms = read.words("platforms");
  for (const platform of platforms) {
    if (!/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/.test(platform))
      read.fault("platforms", `has '${platform}', not os/arch`);
  }
  return platforms.length > 0 ? [...new Set(platforms)] : ["linux/amd64", "linux/arm64"];
}
function isProvenance(text) {
  return /^(false|true|mode=(min|max))$/.test(text);
}
function isSbom(text) {
  return /^(false|true|generator=\S+)$/.test(text);
}

// actions/build-push/result.ts
function result({ image }, built) {
  const { outcome, tag, digest, commit, files, platforms, attested } = built;
  const imageRef = formatImage({ repository: image, tag, digest });
  const platformDigests = Object.fromEntries(platforms.map(({ platform, digest: digest2 }) => [platform, digest2]));
  const compressedSize = Math.max(...platforms.map(({ bytes }) => bytes));
  say(`${outcome.padEnd(8)} ${imageRef}`);
  return {
    outputs: {
      "image-ref": imageRef,
      digest,
      "platform-digests": JSON.stringify(platformDigests),
      tag,
      outcome,
      reused: String(outcome === "reused"),
      "source-sha": commit,
      "compressed-size": String(compressedSize),
      "attestation-url": attested?.url ?? ""
    },
    report: {
      ...{ imageRef, image, tag, digest, outcome, reused: outcome === "reused", sourceSha: commit, files },
      ...{ platforms, platformDigests, compressedSize, attestationUrl: attested?.url ?? null }
    },
    summary: summary(imageRef, built)
  };
}
function summary(imageRef, { outcome, digest, commit, files, platforms, attested }) {
  return paragraphs(
    `### \u2705 Image ${outcome}: \`${shortDigest(digest)}\``,
    outcome === "reused" ? "The tag of these inputs was in the registry: its image is taken." : "",
    table(["image", "source", "files"], [[`\`${imageRef}\``, `\`${commit.slice(0, 12)}\``, String(files)]]),
    table(
      ["platform", "digest", "compressed"],
      platforms.map(({ platform, digest: digest2, bytes }) => [platform, `\`${shortDigest(digest2)}\``, megabytes(bytes)])
    ),
    attested ? `[Attestation](${attested.url})` : ""
  );
}
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

// actions/build-push/main.ts
await run("Build and push", async (signal) => {
  const inputs = readInputs();
  const { attest } = inputs;
  const attestor = attest && githubAttestor(attest, connect({ ...attest, signal }));
  return result(inputs, await buildPush(inputs, { dir: process.cwd(), signal }, attestor));
});
