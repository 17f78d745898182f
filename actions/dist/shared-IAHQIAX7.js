import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  isRepository
} from "./shared-TDZNGA7R.js";
import {
  listAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  mask
} from "./shared-OBT6BLLR.js";

// actions/toolkit/attestations.ts
async function hasAttestation(github, digest) {
  const attestations = listAt(await provenanceOf(github, digest), "attestations");
  return attestations.some((attestation) => isAbout(attestation, digest));
}
async function needAttestation(github, digest) {
  if (await hasAttestation(github, digest)) return;
  const where = `${github.owner}/${github.repo}`;
  throw new ActionError("digest-unattested", `${where} holds no build provenance for ${digest}: not released.`);
}
async function provenanceOf(github, digest) {
  const route = "GET /repos/{owner}/{repo}/attestations/{subject_digest}";
  const parameters = { subject_digest: digest, predicate_type: "provenance", per_page: 100 };
  try {
    return (await github.call(route, parameters, [404])).data;
  } catch (cause) {
    if (!(cause instanceof ActionError && cause.code === "github-forbidden")) throw cause;
    const why = `GitHub does not tell whether ${digest} has an attestation: ${cause.message}`;
    throw new ActionError("attestation-unavailable", why, { cause });
  }
}
function isAbout(attestation, digest) {
  const payload = textAt(attestation, "bundle", "dsseEnvelope", "payload");
  const subjects = listAt(parse(Buffer.from(payload, "base64").toString("utf8")), "subject");
  return subjects.some((subject) => `sha256:${textAt(subject, "digest", "sha256")}` === digest);
}
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

// actions/toolkit/registry-inputs.ts
function readImage(read) {
  const isImage = (text) => isRepository(text.toLowerCase());
  return read.matching("image", isImage, "a repository without tag or digest").toLowerCase();
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

export {
  hasAttestation,
  needAttestation,
  readImage,
  readCredentials
};
