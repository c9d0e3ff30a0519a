// What went wrong, in a sentence for who reads the page; what its owner can do, in the console.

import { isBlocked } from "./ask.js";
import { LANGUAGE, fill } from "./texts.js";

export const OFFLINE = _("You are offline. Your text is kept.");
export const SILENT = _("The comment service is not answering. Your text is kept.");
export const CLOSED = _("Comments on this article are closed.");
export const BLOCKED = _("Comments are not available here.");

const SENTENCES = {
  "thread-closed": CLOSED,
  "comment-changed": _("Your comment was changed meanwhile. Try again."),
};

// The service says in English what is wrong: not to who reads another language.
export const english = (detail) => (LANGUAGE === "en-GB" ? detail : null);

export async function explain({ status, slug, problem }, { api, site }) {
  if (!status && !navigator.onLine) return OFFLINE;
  if (status === 401 || slug === "origin-not-allowed" || (!status && (await isBlocked(api)))) {
    console.error(
      `Greenroom: this page may not use this key. Allow it: greenroom site origin ${site} --add ${location.origin}`,
    );
    return BLOCKED;
  }
  if (!status || status >= 500) return [SILENT, _("Try again."), problem.request_id].join(" ");
  return SENTENCES[slug] ?? english(problem.detail) ?? fill(_("This did not work ({0})."), status);
}
