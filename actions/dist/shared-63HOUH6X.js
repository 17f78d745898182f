import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/server.ts
function readServer(env = process.env) {
  return {
    url: env.GITHUB_SERVER_URL || "https://github.com",
    apiUrl: env.GITHUB_API_URL || "https://api.github.com",
    repository: env.GITHUB_REPOSITORY ?? ""
  };
}

export {
  readServer
};
