// Asking the service: one way, one kind of failure. No cookies go with it.

// `status` 0: no answer came, or none that this page may read. `seconds`: when to ask again.
const refused = (status, problem = {}, seconds = 0) =>
  Object.assign(Error(problem.detail), {
    status,
    problem,
    seconds,
    slug: problem.type?.split("/").pop(),
  });

export async function ask(address, { key, json, method = json && "POST", headers, patience = 10_000 } = {}) {
  let answer;
  let told;
  try {
    answer = await fetch(address, {
      method,
      credentials: "omit",
      referrerPolicy: "origin",
      headers: {
        ...(key && { Authorization: `Bearer ${key}` }),
        ...(json && { "Content-Type": "application/json" }),
        ...headers,
      },
      body: json && JSON.stringify(json),
      signal: AbortSignal.timeout(patience),
    });
    told = answer.status === 204 || (await answer.json());
  } catch {
    throw refused(answer && !answer.ok ? answer.status : 0);
  }
  if (answer.ok) return told;
  throw refused(answer.status, told, +answer.headers.get("Retry-After"));
}

// Asking of one comment, as its author; `more` of its address.
export const askOf = ({ api }, { id, token }, rest, more = "") =>
  ask(`${api}/v1/comments/${id}${more}`, { key: token, ...rest });

// Changing it, as it was seen.
export const change = (thread, told, method, json) =>
  askOf(thread, told, { method, json, headers: { "If-Match": `"${told.version}"` } });

// Of an answer that did not come: is the service there, and only does not know this page?
export function isBlocked(api) {
  const there = (mode) =>
    fetch(`${api}/embed/v1.js`, { method: "HEAD", mode, credentials: "omit", cache: "no-store" });
  return there("cors").then(() => false, () => there("no-cors")).catch(() => false);
}
