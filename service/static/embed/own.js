// How one's own comment stands, in words; and looking after it until it is decided.

import { askOf } from "./ask.js";
import { apart, button, h, link, pause, rules } from "./dom.js";
import { addressOf } from "./keep.js";
import { fill } from "./texts.js";

const SLOW = 15_000; // ms
const LONG = 60_000;
const ALONE = _("Only you can see this.");

// What the service may say of why.
const REASONS = {
  profanity: _("strong language"),
  toxicity: _("insults"),
  hate: _("hate"),
  sexual: _("sexual content"),
  violence: _("violence"),
  personal_data: _("personal data"),
};

const say = (gravity, ...sentences) => [sentences.filter(Boolean).join(" "), gravity];

// For each status, what its author is told, and how grave it is.
export function standing({ status, reason, support, erased, slow, appeal, usual_wait_seconds: usual }) {
  if (status === "pending")
    return slow
      ? say("wait", _("Still being checked. You can close this page; keep this link to see the result."))
      : say("", _("Being checked. Usually takes a few seconds."));
  if (status === "published") return say("good", _("Published"));
  if (status === "held")
    return say(
      "wait",
      /profanity|toxicity/.test(reason)
        ? _("Some readers may find this hurtful. You can edit it, or leave it for a moderator.")
        : _("Waiting for a moderator."),
      ALONE,
      usual != null && fill(_("Usually decided {0}."), apart(Math.max(usual, 3600))),
    );
  if (status === "removed") return say("", erased ? _("You deleted this comment.") : _("This comment was removed."));
  const again =
    appeal && (appeal === "waiting" ? _("A moderator will look again.") : _("A moderator looked again."));
  if (support) return say("wait", _("Your comment is not on the page."), ALONE, again);
  const why = REASONS[reason];
  return say(
    "bad",
    why ? fill(_("Not published: {0}."), why) : _("This comment could not be published."),
    why && ALONE,
    again,
  );
}

export function badge(told, thread) {
  const [sentence, gravity] = standing(told);
  const copy = button(_("Copy link"), () => {
    navigator.clipboard?.writeText(addressOf(told));
    copy.textContent = _("Copied");
  });
  return h("p", { class: `own ${gravity}`, part: "badge" }, sentence, " ", gravity === "bad" && rules(thread), told.slow && told.status === "pending" && copy);
}

// What the site tells an author who may be in need.
export const care = ({ text, url }) =>
  h(
    "aside",
    { class: "care", part: "care", "aria-label": _("Support") },
    text.split(/\n\s*\n/).map((each) => h("p", { dir: "auto" }, each)),
    url && h("p", {}, link(url, url)),
  );

// Where the comment stands now, or after a decision within `wait` seconds.
export const look = (thread, told, wait = 0) =>
  askOf(thread, told, { headers: { Prefer: `wait=${wait}` }, patience: 10_000 + wait * 1000 });

export async function watch(thread, card) {
  const began = Date.now();
  const late = setTimeout(() => card.update({ slow: true }), SLOW);
  while (card.told.status === "pending" && Date.now() - began < LONG)
    await look(thread, card.told, 10).then(card.update, () => pause(3000));
  clearTimeout(late);
}
