import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  registryOf
} from "./shared-TDZNGA7R.js";
import {
  isRecord
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  commandFailed,
  execute,
  isOnPath
} from "./shared-OBT6BLLR.js";

// actions/toolkit/buildx.ts
import { createHash, randomBytes } from "node:crypto";
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
async function inspectImage(buildx, builder, ref) {
  const args = ["imagetools", "inspect", ...builderFlag(builder), "--raw", ref];
  return readImageState(await execute(buildxCommand(buildx, args)));
}
function putTag(buildx, builder, ref, digest) {
  const flags = [...builderFlag(builder), "--progress", "plain", "--prefer-index=false"];
  return execute(buildxCommand(buildx, ["imagetools", "create", ...flags, "--tag", ref, digest]));
}
function readImageState({ code, stdout, stderr }) {
  if (code === 0) return readManifest(stdout);
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
function builderFlag(builder) {
  return builder === "" ? [] : ["--builder", builder];
}
function readManifest(bytes) {
  try {
    const manifest = JSON.parse(bytes.toString("utf8"));
    if (isRecord(manifest) && manifest.schemaVersion === 2) {
      const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
      return { kind: "found", image: { digest, manifest } };
    }
  } catch {
  }
  return { kind: "failed", message: `The registry gave no manifest, but: ${bytes.toString("utf8", 0, 200)}` };
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

export {
  findBuildx,
  buildxCommand,
  inspectImage,
  putTag,
  createBuilder,
  removeBuilder,
  login
};
