import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/image-inputs.ts
var defaultImageInputs = [
  "vad-service",
  "proto",
  "package.json",
  "package-lock.json",
  ":(exclude,glob)vad-service/**/*.test.ts",
  ":(exclude,glob)vad-service/**/test/**",
  ":(exclude)vad-service/bench",
  ":(exclude,glob)**/README.md"
];

export {
  defaultImageInputs
};
