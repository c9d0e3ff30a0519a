// What went wrong, in a sentence for who reads the page; what its owner can do, in the console.

import { isBlocked } from "./ask.js";

export const OFFLINE = "You are offline. Your text is kept.";
export const SILENT = "The comment service is not answering. Your text is kept. ";
export const CLOSED = "Comments on this article are closed.";
export const BLOCKED = "Comments are not available here.";

const SENTENCES = {
  "thread-closed": CLOSED,
  "comment-changed": "Your comment was changed meanwhile. Try again.",
};

export async function explain({ status, slug, problem }, { api, site }) {
  if (!status && !navigator.onLine) return OFFLINE;
  if (status === 401 || slug === "origin-not-allowed" || (!status && (await isBlocked(api)))) {
    console.error(
      `Greenroom: ${location.origin} may not use site "${site}" with this key. ` +
        `Allow it: greenroom site origin ${site} --add ${location.origin}`,
    );
    return BLOCKED;
  }
  if (!status || status >= 500) return `${SILENT}Try again. ${problem.request_id ?? ""}`;
  return SENTENCES[slug] ?? problem.detail ?? `This did not work (${status}).`;
}
