// What opens below a comment: a report of it, and the question before it is deleted.

import { askOf, change } from "./ask.js";
import { button, h } from "./dom.js";
import { explain } from "./trouble.js";

const WRONG = {
  spam: _("Spam or advertising"),
  abuse: _("Insults, hatred or threats"),
  personal_data: _("Somebody's personal data"),
  at_risk: _("Somebody may be at risk"),
  other: _("Something else"),
};

// A form that asks `thread` for something; `close` with what to say then.
function panel(thread, title, does, inside, request, close) {
  const trouble = h("p", "error");
  return h(
    "form",
    {
      "aria-label": title,
      async onsubmit(event) {
        event.preventDefault();
        try {
          close(await request(event.target.elements));
        } catch (refused) {
          trouble.textContent = await explain(refused, thread);
          thread.say(trouble.textContent);
        }
      },
    },
    inside,
    trouble,
    h("p", "acts", h("button", { class: "primary" }, does), button(_("Cancel"), () => close())),
  );
}

export function reporting(thread, told, close) {
  const inside = [
    h(
      "fieldset",
      {},
      h("legend", {}, _("What is wrong with it?")),
      Object.entries(WRONG).map(([value, title]) =>
        h("label", "tick", h("input", { type: "radio", name: "reason", value, required: "" }), title),
      ),
    ),
    h(
      "label",
      {},
      _("In your words"),
      " ",
      h("small", {}, _("(optional, for moderators only)")),
      h("textarea", { name: "text", maxlength: 500, dir: "auto" }),
    ),
    h("p", "hint", _("If somebody is in danger now, please call your local emergency number.")),
  ];
  const send = async ({ reason, text }) => {
    const json = { reason: reason.value, text: text.value };
    await askOf(thread, told, { key: thread.pk, json }, "/reports");
    return _("Thank you. A moderator will look at it.");
  };
  return panel(thread, _("Report this comment"), _("Report"), inside, send, close);
}

export function deleting(thread, told, close, gone) {
  const send = () => change(thread, told, "DELETE").then(gone);
  const inside = h("p", {}, _("Delete this comment? Its text is gone for good then."));
  return panel(thread, _("Delete your comment"), _("Delete for good"), inside, send, close);
}
