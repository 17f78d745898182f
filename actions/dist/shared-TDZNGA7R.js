import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/image.ts
function isDigest(text) {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
function isRepository(text) {
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/.test(text);
}
function parseImage(text) {
  const [name = "", digest] = text.split("@", 2);
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  const repository = colon < 0 ? name : name.slice(0, colon);
  return {
    repository,
    ...colon < 0 ? {} : { tag: name.slice(colon + 1) },
    ...digest === void 0 ? {} : { digest }
  };
}
function formatImage({ repository, tag, digest }) {
  return repository + (tag === void 0 ? "" : `:${tag}`) + (digest === void 0 ? "" : `@${digest}`);
}
function registryOf(repository) {
  const host = repository.split("/", 1)[0] ?? "";
  const isHost = repository.includes("/") && /[.:]|^localhost$/.test(host);
  return isHost && host !== "docker.io" ? host : "https://index.docker.io/v1/";
}
function shortDigest(digest) {
  return digest.replace(/^sha256:/, "").slice(0, 12);
}

export {
  isDigest,
  isRepository,
  parseImage,
  formatImage,
  registryOf,
  shortDigest
};
