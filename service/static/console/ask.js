// Asking the service: one way, one kind of failure.

export class Refused extends Error {
  // `status` 0: no answer came. `problem` is what the service said of it, if it did.
  constructor(status, problem = {}) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.problem = problem;
  }
  // Nothing is wrong with what was asked: it may be asked again.
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
  get signedOut() {
    return this.status === 401 || this.status === 403;
  }
}

const PATIENCE = 10_000; // ms

export async function ask(path, { accept, fields } = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method: fields ? "POST" : "GET",
      headers: { Accept: accept },
      body: fields && new URLSearchParams(fields),
      signal: AbortSignal.timeout(PATIENCE),
      keepalive: Boolean(fields), // also while the page is being left
    });
    if (answer.ok) return accept === JSON_ ? await answer.json() : await answer.text();
  } catch {
    throw new Refused(0);
  }
  throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

export const JSON_ = "application/json";
export const FRAGMENT = "text/html; fragment=1";

// HTML that the service has made, as nodes. Its texts are escaped, and nothing in it can run.
export function nodes(html) {
  return document.createRange().createContextualFragment(html);
}
