// A form to write in: a new comment, a reply, another text for one's own. What is typed is kept until the
// service has it, and is sent under one key however often it is sent.

import { apart, button, h, pause, rules } from "./dom.js";
import { box, owned, remembered } from "./keep.js";
import { LANGUAGE, fill } from "./texts.js";
import { BLOCKED, CLOSED, OFFLINE, SILENT, english, explain } from "./trouble.js";

const LIMIT = 5000;
const HINT = _("Comments are checked before they appear.");
const QUICK = _("You are posting quickly. Try again {0}.");
const number = (count) => count.toLocaleString(LANGUAGE);

let forms = 0;

// `wish`: `title` and `send`, the button's word; `about`, what its draft is called; `store(said, key, tell)`
// which resolves when the service has it; `stored(answer, said)`; perhaps `text` to begin with,
// `close()`, and `whole`: with name and address, for what is new.
export function writing(thread, wish) {
  const { title, send, whole, close } = wish;
  const kept = box(thread.drafts && "sessionStorage", `greenroom ${thread.site} ${thread.key} ${wish.about}`);
  const begun = { ...remembered.get(), ...thread.author, ...kept.get() };
  begun.body ||= wish.text;
  const id = `f${++forms}`;
  const inputs = {};
  let { key } = begun;
  let busy;

  const hint = Object.assign(h("p", "hint"), { id: id + "hint" });
  const trouble = h("div", "error");
  const submit = h("button", { class: "primary" }, send);

  function field(name, label, tag, traits, ...more) {
    const mark = id + name;
    const fault = Object.assign(h("p", "error"), { id: mark + "error" });
    const input = h(tag, { id: mark, name, "aria-describedby": `${fault.id} ${id}hint`, ...traits });
    input.value = begun[name] ?? "";
    inputs[name] = input;
    return h("div", "row", h("label", { for: mark }, label), input, fault, more);
  }

  function remember() {
    const tick = h("input", { type: "checkbox" });
    tick.checked = remembered.get().comments;
    tick.onchange = () =>
      remembered.set(tick.checked ? { ...who(), comments: owned(thread.key).map((each) => [thread.key, ...each]) } : null);
    return h("label", "tick", tick, _("Remember my name and my comments on this device"));
  }

  const said = () => Object.fromEntries(new FormData(element));
  const who = () => {
    const { body, ...author } = said();
    return author;
  };
  const length = () => [...inputs.body.value].length;

  // Another text is another comment, and gets a key of its own.
  function typed() {
    key = null;
    kept.set(said());
    counted();
  }

  function counted() {
    if (length() > LIMIT * 0.8) hint.textContent = fill(_("{0} of {1} characters"), number(length()), number(LIMIT));
    else hint.replaceChildren(HINT, " ", rules(thread) ?? "");
  }

  function tell(told, ...more) {
    trouble.replaceChildren(told, ...more);
    if (told) thread.say(told);
  }

  function wrong() {
    const { name, email, body } = said();
    const over = length() - LIMIT;
    return {
      ...(whole && !name.trim() && { name: _("Write a name first; any will do.") }),
      ...(email && !/^[^@\s]+@[^@\s]+$/.test(email.trim()) && { email: _("This is not an e-mail address.") }),
      ...(!body.trim() && { body: _("Write a comment first.") }),
      ...(over > 0 && {
        body: fill(_("Your comment is {0} characters too long (limit {1})."), number(over), number(LIMIT)),
      }),
    };
  }

  // Says beside each field what is wrong with it. How many are?
  function mark(found) {
    const names = Object.keys(inputs).filter((name) => found[name]);
    for (const [name, input] of Object.entries(inputs)) {
      input.nextSibling.textContent = found[name] ?? "";
      input.ariaInvalid = name in found ? "true" : null;
    }
    if (names.length > 1) tell(fill(_("{0} fields need another look."), names.length));
    if (names.length) inputs[names[0]].focus();
    return names.length;
  }

  function wait(title) {
    busy = title;
    submit.textContent = title ?? send;
    submit.setAttribute("aria-disabled", !!title);
  }

  async function post() {
    if (busy) return;
    tell("");
    if (mark(wrong())) return;
    wait(_("Sending…"));
    key ??= crypto.getRandomValues(new Uint32Array(4)).join("-");
    const sent = said();
    const under = key;
    kept.set({ ...sent, key });
    try {
      const answer = await stored(sent, under);
      if (whole) thread.author = who();
      if (remembered.get().comments) remembered.set({ ...remembered.get(), ...who() });
      // What was typed meanwhile is another comment's, and kept already.
      if (inputs.body.value === sent.body) {
        inputs.body.value = "";
        key = null;
        kept.set();
        counted();
      }
      wait();
      tell("");
      close?.();
      wish.stored(answer, sent);
    } catch (refused) {
      wait();
      if (!refused.problem) throw refused; // a fault of ours
      if (element.isConnected) await told(refused, under);
    }
  }

  // Nothing may be wrong with what is sent: then it is sent again after a second, two, and four, unless
  // the form was closed.
  async function stored(sent, under) {
    for (const seconds of [1, 2, 4, 0])
      try {
        return await wish.store(sent, under, tell);
      } catch (refused) {
        const passing = refused.status >= 500 || !refused.status;
        if (!seconds || !passing || [OFFLINE, BLOCKED].includes(await explain(refused, thread))) throw refused;
        tell(SILENT + " " + _("Trying again…"));
        await pause(seconds * 1000);
        if (!element.isConnected) throw refused;
      }
  }

  async function told(refused, under) {
    const { status, slug, problem } = refused;
    if (status === 429) return later(refused.seconds || 5);
    if (slug === "idempotency-mismatch") {
      key = null; // the page says something else of itself than when it was sent
      return post();
    }
    const errors = (problem.errors ?? []).map(({ pointer, detail }) => [
      pointer.split("/").pop(),
      english(`This is ${detail}.`) ?? _("This cannot be sent so."),
    ]);
    if (mark(Object.fromEntries(errors))) return;
    if (slug === "parent-unavailable")
      return tell(
        _("The comment you are answering was removed. Post as a new comment?"),
        " ",
        button(_("Post as a new comment"), () => thread.rewrite(said())),
      );
    const sentence = await explain(refused, thread);
    tell(sentence);
    if (sentence === CLOSED) submit.remove();
    // Sent by itself if nobody closed the form, or has typed since.
    if (sentence === OFFLINE)
      addEventListener("online", () => element.isConnected && key === under && post(), { once: true });
    if (status === 412 || status === 409) wish.missed?.();
  }

  async function later(seconds) {
    const until = Date.now() + seconds * 1000; // a tab that sleeps counts no seconds
    tell(fill(QUICK, apart(seconds)));
    for (let left = seconds; left > 0; left = Math.ceil((until - Date.now()) / 1000)) {
      trouble.firstChild.data = fill(QUICK, apart(left));
      wait(left < 120 ? `${send} (${left})` : send);
      await pause(1000);
    }
    wait();
    tell("");
  }

  const element = h(
    "form",
    {
      novalidate: "",
      "aria-labelledby": id,
      oninput: typed,
      onsubmit(event) {
        event.preventDefault();
        post();
      },
    },
    h("h3", { id }, title),
    whole &&
      h(
        "div",
        "pair",
        field("name", _("Name"), "input", { autocomplete: "name", maxlength: 80 }),
        field("email", [_("E-mail"), " ", h("small", {}, _("(optional, never shown)"))], "input", {
          type: "email",
          autocomplete: "email",
          maxlength: 254,
        }),
      ),
    field("body", _("Comment"), "textarea", { dir: "auto" }, hint),
    whole && remember(),
    trouble,
    h("p", "acts", submit, close && button(_("Cancel"), () => close())),
  );
  counted();
  return {
    element,
    // What was refused elsewhere, to be sent anew; below what is being written.
    take({ body, ...author }) {
      for (const name in author) inputs[name].value ||= author[name];
      const before = inputs.body.value.trim();
      if (!before.includes(body.trim())) inputs.body.value = before + (before && "\n\n") + body;
      typed();
      inputs.body.focus();
    },
  };
}
