// One comment: what was said, how it stands if it is one's own, and what may be done with it.

import { askOf, change } from "./ask.js";
import { button, h, link, linked, time } from "./dom.js";
import { disown } from "./keep.js";
import { badge, care, look, standing, watch } from "./own.js";
import { deleting, reporting } from "./panels.js";
import { around, fill } from "./texts.js";
import { explain } from "./trouble.js";
import { writing } from "./writing.js";

const DEEPEST = 3;

// `told` is the comment as the service tells it; with `token` if it is one's own.
export function makeCard(thread, told, parent) {
  const { id, parent_id } = told;
  const name = told.author.name || _("Anonymous");
  const answering = fill(_("Reply to {0}"), name);
  const depth = parent ? parent.depth + 1 : 1;
  const article = h("article", { id: `c-${id}`, tabindex: -1, "aria-labelledby": `a-${id}` });
  const panel = h("div", { class: "panel", onkeydown: ({ key }) => key === "Escape" && close() });
  const list = h("ol");
  let opener;

  const card = {
    told,
    name,
    depth,
    element: h("li", {}, article, panel, list),
    // Where answers stand: below it, but no deeper than can be read on a phone.
    answers: depth < DEEPEST ? list : parent.answers,
    update(now) {
      const [before] = standing(card.told);
      card.told = { ...card.told, ...now };
      show();
      const [after] = standing(card.told);
      if (card.told.token && after !== before) thread.say(after);
    },
    reveal() {
      article.scrollIntoView({ block: "nearest" });
      article.focus({ preventScroll: true });
    },
  };

  function show() {
    const { author, body, created_at, staff, pinned, edited, token, support } = card.told;
    const focused = article.contains(thread.root.activeElement);
    const mark = (title) => h("span", "badge", title);
    const children = [
      h(
        "header",
        {},
        h("span", { class: "disc", "aria-hidden": true }, [...name][0].toUpperCase()),
        h(
          "div",
          "by",
          h(
            "h3",
            { id: `a-${id}` },
            link(author.url, h("bdi", {}, name)),
            h("a", { class: "when", href: `#c-${id}` }, time(created_at)),
          ),
          staff && mark(_("Moderator")),
          pinned && mark(_("Pinned")),
          edited && mark(edited.by === "author" ? _("Edited") : _("Edited by a moderator")),
        ),
      ),
      parent_id && answered(),
      body && h("div", { class: "body", part: "body", dir: "auto" }, linked(body)),
      token && badge(card.told, thread),
      support && care(support),
      h("p", "acts", acts()),
    ];
    article.replaceChildren(...children.filter(Boolean));
    if (focused) article.focus({ preventScroll: true });
  }

  // Right below what it answers nobody needs to be told.
  function answered() {
    if (parent && depth <= DEEPEST) return;
    const whom = parent ? h("a", { href: `#c-${parent_id}` }, parent.name) : _("an earlier comment");
    return h("p", "hint", around(_("In reply to {0}"), whom));
  }

  function acts() {
    const { token, status, editable_until, body, reason } = card.told;
    const yours = token && status !== "removed";
    const quiet = (title, does, label) => button(title, does, { "aria-label": label, class: "quiet" });
    const act = (title, make, label) => quiet(title, ({ target }) => open(target, make), label);
    return [
      thread.writable && (!token || status === "published") && act(_("Reply"), replying, answering),
      yours && Date.parse(editable_until) > Date.now() && act(_("Edit"), editing, _("Edit your comment")),
      yours && status === "rejected" && reason &&
        quiet(_("Edit and post again"), () => thread.rewrite({ body })),
      yours && card.told.appeal === null && quiet(_("Ask for a review"), appealing),
      yours && act(_("Delete"), removing, _("Delete your comment")),
      !token && thread.pk &&
        act(_("Report"), () => reporting(thread, told, close), fill(_("Report the comment by {0}"), name)),
    ];
  }

  function open(by, make) {
    const again = opener === by && panel.firstChild;
    close();
    if (again) return;
    opener = by;
    panel.append(make());
    panel.querySelector("[name=body], [name=reason], button").focus();
  }

  function close(said) {
    const focused = panel.contains(thread.root.activeElement);
    panel.replaceChildren(...(said ? [said] : []));
    if (said) thread.say(said);
    if (focused) (opener.isConnected ? opener : article).focus();
  }

  const replying = () =>
    writing(thread, {
      title: answering,
      send: _("Post reply"),
      about: id,
      whole: true,
      close,
      store: thread.post(id),
      stored: (answer, said) => thread.mine(answer, said, id).reveal(),
    }).element;

  const editing = () =>
    writing(thread, {
      title: _("Edit your comment"),
      send: _("Save"),
      about: `${id} edited`,
      text: card.told.body,
      close,
      store: (json) => change(thread, card.told, "PATCH", json),
      stored(answer) {
        card.update({ ...answer, slow: false });
        card.reveal();
        watch(thread, card);
      },
      missed: () => look(thread, card.told).then(card.update),
    }).element;

  const appealing = () =>
    askOf(thread, card.told, { method: "POST" }, "/appeal").then(
      card.update,
      async (refused) => close(await explain(refused, thread)),
    );

  const removing = () =>
    deleting(thread, card.told, close, () => {
      disown(id);
      card.update({ status: "removed", erased: true, body: "", support: null });
    });

  show();
  return card;
}
