import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  listAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError
} from "./shared-B7HWJAJP.js";

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

export {
  hasAttestation,
  needAttestation
};
