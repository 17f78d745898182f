import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/one-line.ts
function oneLine(text, limit = 200) {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  const harmless = line.replaceAll("##[", "## [").replace(/^::/, ": :");
  return harmless.length > limit ? `${harmless.slice(0, limit - 1)}\u2026` : harmless;
}

export {
  oneLine
};
