import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/json.ts
function at(value, ...path) {
  let here = value;
  for (const step of path) here = isRecord(here) || Array.isArray(here) ? Reflect.get(here, step) : void 0;
  return here;
}
function textAt(value, ...path) {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}
function numberAt(value, ...path) {
  const found = at(value, ...path);
  return typeof found === "number" ? found : 0;
}
function listAt(value, ...path) {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export {
  at,
  textAt,
  numberAt,
  listAt,
  isRecord
};
