import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  isDigest
} from "./shared-TDZNGA7R.js";
import {
  isRecord
} from "./shared-KV5TVEEZ.js";
import {
  ActionError
} from "./shared-OBT6BLLR.js";

// actions/toolkit/hold.ts
function readHolds(text) {
  const value = parse(text);
  const items = Array.isArray(value) ? value : [value];
  const many = items.length > 1;
  const faults = items.flatMap(
    (item, index) => findFaults(item).map((fault) => many ? `hold ${index + 1}: ${fault}` : fault)
  );
  if (items.length === 0) faults.push("its list is empty: delete the file to lift a hold");
  if (faults.length > 0) throw invalid(faults);
  const holds = items;
  return holds.map(({ reason, until, refuses }) => ({ reason, until: until ?? null, refuses }));
}
function formatHolds(holds) {
  const plain = holds.map(({ reason, until, refuses }) => ({ reason, until, refuses }));
  return `${JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2)}
`;
}
function isInForce({ until }, now) {
  return until === null || now.getTime() < Date.parse(until);
}
function findRefusals(holds, digest, now) {
  return holds.filter((hold) => isInForce(hold, now) && (hold.refuses === "*" || hold.refuses.includes(digest)));
}
function isSetBy({ reason }, run) {
  return reason.split(/\s+/).some((word) => word.endsWith(`/actions/runs/${run}`));
}
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid([cause instanceof Error ? cause.message : String(cause)], cause);
  }
}
function findFaults(value) {
  if (!isRecord(value)) return ["it is not a JSON object"];
  const { reason, until = null, refuses, ...unknown } = value;
  const isReason = typeof reason === "string" && reason.trim() !== "";
  return [
    ...isReason ? [] : ["`reason` must be a text"],
    ...until === null || isInstant(until) ? [] : ["`until` must be an instant such as 2026-12-01T09:30:00Z, or null"],
    ...isRefusal(refuses) ? [] : ['`refuses` must be "*" or a list of digests'],
    // A slip in `until` would make a hold endless.
    ...Object.keys(unknown).map((name) => `\`${name}\` is unknown`)
  ];
}
function isInstant(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return false;
  const instant = new Date(value);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === value.slice(0, 19);
}
function isRefusal(value) {
  if (value === "*") return true;
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string" && isDigest(item));
}
function invalid(faults, cause) {
  const list = faults.map((fault) => `- ${fault}`).join("\n");
  return new ActionError("hold-invalid", `hold.json is not a hold:
${list}`, { cause });
}

export {
  readHolds,
  formatHolds,
  isInForce,
  findRefusals,
  isSetBy,
  isInstant
};
