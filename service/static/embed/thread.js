// The comments of one article: what is published, what is one's own, and the form.

import { ask } from "./ask.js";
import { makeCard } from "./card.js";
import { button, h } from "./dom.js";
import { own, owned } from "./keep.js";
import { look, watch } from "./own.js";
import { fill } from "./texts.js";
import { BLOCKED, CLOSED, explain } from "./trouble.js";
import { writing } from "./writing.js";

const PAGE = 50;
const FAILED = _("Comments could not be loaded.");
const PATIENT = 400; // ms until it is said that something is loading

// `at`: root, api, site, pk, key, url, title, topics, lang, drafts, policy.
export async function show(at) {
  const { root, api, site, pk, key, url, title, topics, lang } = at;
  const comments = `${api}/v1/sites/${site}/threads/${encodeURIComponent(key)}/comments?limit=${PAGE}`;
  const page = `${api}/t/${site}?url=${encodeURIComponent(url)}`;
  const cards = new Map();
  const status = h("p", { role: "status", class: "hush" });
  const list = h("ol");
  const note = h("div", "note");
  const foot = h("div", "foot");
  let cursor = "";

  // How an answer to a comment is sent, or to none.
  const post = (parent_id) => async ({ name, email, body }, idempotency, tell) => {
    const json = {
      thread: { key, url, title, topics },
      parent_id,
      author: { name, email: email.trim() || null },
      body,
      lang,
    };
    const headers = { "Idempotency-Key": idempotency, Prefer: "wait=0.3" };
    const send = () => ask(`${api}/v1/comments`, { key: pk, json, headers });
    try {
      return await send();
    } catch (refused) {
      if (refused.slug !== "challenge-required") throw refused;
      tell(_("Checking your browser (about 2 seconds)…"));
      headers["Greenroom-Proof"] = await proof();
      return send();
    }
  };

  const thread = {
    ...at,
    writable: !!pk,
    author: {},
    // Said to who listens to the page, once each.
    say: (told) => status.replaceChildren(told),
    rewrite: (said) => form.take(said),
    post,
    mine,
  };

  const form = writing(thread, {
    title: _("Post a Comment"),
    send: _("Post comment"),
    about: "",
    whole: true,
    store: post(null),
    stored: mine,
  });

  // Few are asked for a proof, so few load how to make one. Where none can be made, the comment is held.
  async function proof() {
    try {
      const { solve } = await import(`${api}/embed/proof.js`);
      return await solve(await ask(`${api}/v1/challenge`, { key: pk }));
    } catch {
      return "unavailable";
    }
  }

  // A comment that was just stored takes its place, and is looked after until it is decided.
  function mine({ id, token }, { name, body }, parent_id) {
    own(key, id, token);
    const card = place({ id, token, author: { name }, body, parent_id, created_at: new Date(), status: "pending" });
    thread.say(_("Stored. It is being checked."));
    tidy();
    watch(thread, card);
    return card;
  }

  // The next page of what is published. Did it come?
  async function load() {
    const slow = setTimeout(() => note.replaceChildren(_("Loading comments…")), PATIENT);
    try {
      const got = await ask(comments + cursor);
      cursor = got.next_cursor && `&cursor=${encodeURIComponent(got.next_cursor)}`;
      if (got.closed) {
        thread.writable = false;
        foot.replaceChildren(CLOSED);
      }
      got.data.forEach(place);
      tidy();
      return true;
    } catch (refused) {
      const told = await explain(refused, at);
      if (told === BLOCKED) {
        foot.remove();
        note.replaceChildren(told);
      } else {
        thread.say(FAILED);
        const elsewhere = h("a", { href: page }, fill(_("Open on {0}"), new URL(api).host));
        note.replaceChildren(FAILED, " ", button(_("Try again"), load), " ", elsewhere);
      }
    } finally {
      clearTimeout(slow);
    }
  }

  async function more() {
    const before = cards.size;
    if (!(await load())) return;
    [...cards.values()][before]?.reveal();
    thread.say(fill(_("{0} more comments"), cards.size - before));
  }

  function tidy() {
    if (cursor) note.replaceChildren(button(_("Show more comments"), more));
    else note.replaceChildren(cards.size ? "" : _("No comments yet."));
  }

  function place(told) {
    const { id, parent_id, pinned } = told;
    const known = cards.get(id);
    if (known) {
      known.update(told);
      return known;
    }
    const parent = cards.get(parent_id);
    const card = makeCard(thread, told, parent);
    const other = pinned && [...cards.values()].find((each) => each.depth === 1 && !each.told.pinned);
    cards.set(id, card);
    if (other) other.element.before(card.element);
    else (parent?.answers ?? list).append(card.element);
    return card;
  }

  // One's own from before the page was loaded, if it is one of this thread's.
  async function recall([id, token]) {
    // Gone, or not to be had now: what is published stands there without it.
    const told = await look(thread, { id, token }).catch(() => {});
    if (told?.site !== site || told.thread.key !== key || told.erased) return;
    watch(thread, place({ ...told, token }));
    tidy();
  }

  // A link to one comment, on whichever page of the list it is.
  async function find() {
    const id = /#c-([\w-]+)/.exec(location.hash)?.[1];
    while (id && !cards.has(id) && cursor && (await load()));
    cards.get(id)?.reveal();
  }

  root.replaceChildren(status, list, note, foot);
  foot.append(pk ? form.element : h("a", { href: page }, _("Post a Comment")));
  await load();
  await Promise.all(owned(key).map(recall));
  addEventListener("hashchange", find);
  // Who comes back to the page sees what was decided meanwhile.
  document.addEventListener("visibilitychange", () => {
    for (const { told, update } of cards.values())
      if (told.token && /pending|held/.test(told.status)) look(thread, told).then(update, () => {});
  });
  find();
}
