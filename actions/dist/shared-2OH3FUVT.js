import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  request
} from "./shared-JZECVCNB.js";
import {
  isRecord,
  listAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  asActionError,
  backoffMs,
  describeError,
  say,
  sleep,
  warn
} from "./shared-OBT6BLLR.js";

// actions/toolkit/github.ts
var maxTries = 3;
var timeoutMs = 3e4;
var longestWaitS = 60;
function connect(access) {
  const [owner = "", repo = ""] = access.repository.split("/");
  const send = sender(access, { owner, repo });
  return {
    owner,
    repo,
    call: (route, parameters = {}, expected = []) => callWithRetries(send, { route, parameters, expected, signal: access.signal })
  };
}
async function attempt(what, work) {
  try {
    return await work();
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== "github-forbidden" && error.code !== "github-failed") throw thrown;
    warn(`${what}: ${describeError(error)}`);
    return "failed";
  }
}
function explainAnswer(route, { status, data }) {
  const details = listAt(data, "errors").map((error) => typeof error === "string" ? error : textAt(error, "message"));
  const said = [textAt(data, "message"), ...details].filter((text) => text !== "").join(" ");
  return status === 0 ? `${route} got no answer: ${said}` : `${route} was answered with ${status}: ${said}`;
}
async function callWithRetries(send, { route, parameters, expected, signal }) {
  for (let tries = 1; ; tries++) {
    const reply = await send(route, parameters);
    signal.throwIfAborted();
    if (reply.status > 0 && reply.status < 400 || expected.includes(reply.status)) return reply;
    const wait = tries < maxTries ? waitMs(route, reply, tries) : void 0;
    if (wait === void 0) throw failure(route, reply);
    say(`${explainAnswer(route, reply)}; again in ${wait} ms`);
    await sleep(wait, signal);
  }
}
function waitMs(route, { status, retryAfter }, tries) {
  if (retryAfter !== void 0) return retryAfter <= longestWaitS ? retryAfter * 1e3 : void 0;
  const mayRepeat = !route.startsWith("POST ") && (status === 0 || status >= 500);
  return mayRepeat ? backoffMs(tries, { firstMs: 500, factor: 3, capMs: 5e3 }) : void 0;
}
function failure(route, reply) {
  const isRefusal = [401, 403, 404].includes(reply.status) && reply.retryAfter === void 0;
  return new ActionError(isRefusal ? "github-forbidden" : "github-failed", explainAnswer(route, reply));
}
function sender({ apiUrl, token, signal }, repository) {
  const headers = {
    authorization: `Bearer ${token}`,
    "x-github-api-version": "2022-11-28",
    "user-agent": "vad-gitops"
  };
  const send = request.defaults({ baseUrl: apiUrl.replace(/\/$/, ""), headers, ...repository });
  return async (route, parameters) => {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await send(route, { ...parameters, request: { signal: ends } });
    } catch (error) {
      return readError(error);
    }
  };
}
function readError(error) {
  if (!isRecord(error) && !(error instanceof Error)) throw error;
  const response = Reflect.get(error, "response");
  if (!isRecord(response)) return { status: 0, data: { message: reasonOf(error) } };
  const headers = isRecord(response.headers) ? response.headers : {};
  return { status: Number(response.status), data: response.data, retryAfter: askedWait(headers) };
}
function reasonOf(error) {
  const { message, cause } = error;
  const inner = cause instanceof Error ? cause.cause ?? cause : void 0;
  const reason = inner instanceof Error ? inner.message || inner.name : "";
  return String(message).includes(reason) ? String(message) : `${message} (${reason})`;
}
function askedWait(headers) {
  const asked = headers["retry-after"];
  if (asked !== void 0) return Number(asked) || 0;
  if (String(headers["x-ratelimit-remaining"] ?? "") !== "0") return void 0;
  return Math.max(0, Number(headers["x-ratelimit-reset"]) - Date.now() / 1e3);
}

export {
  connect,
  attempt,
  explainAnswer
};
