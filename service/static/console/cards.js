// The open comment. Cards are the service's own HTML, fetched before their turn comes.

import { ask, FRAGMENT, nodes } from "./ask.js";
import { WIDE } from "./rows.js";
import { text } from "./text.js";

const KEPT = 20;

class Card {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.id;
    this.version = element.dataset.version;
    this.status = element.dataset.status;
  }
  get author() {
    return this.element.querySelector("h2").textContent;
  }
  get article() {
    return this.element.querySelector("[data-article]");
  }
  get form() {
    return this.element.querySelector("form.actions");
  }
  // What is rare enough to load the page again.
  press(why) {
    this.click(`.desk button[value=${why}]`);
  }
  click(what) {
    this.element.querySelector(what)?.click();
  }
  note() {
    const desk = this.element.querySelector(".desk");
    desk.open = true;
    desk.querySelector("textarea").focus();
  }
  can(action) {
    return Boolean(this.form?.querySelector(`button[value=${action}]`));
  }
}

export class Cards {
  #place;
  #line;
  #kept = new Map(); // id -> a promise of its HTML
  #wanted = null;
  open = null;
  onaction = () => {};
  onstep = () => {};

  constructor(place, line) {
    this.#place = place;
    this.#line = line;
    place.addEventListener("submit", (event) => {
      if (!event.target.matches("form.actions")) return;
      event.preventDefault();
      this.onaction(event.submitter.value);
    });
    place.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]");
      if (!step) return;
      event.preventDefault();
      this.onstep(step.dataset.step);
    });
  }

  // What the page came with.
  adopt(row) {
    const element = this.#place.querySelector(".card");
    if (element && row) this.#begin(element);
  }

  prefetch(rows) {
    for (const row of rows) this.#fetch(row).catch(() => {});
  }

  forget(row) {
    this.#kept.delete(row.dataset.id);
  }

  clear() {
    this.#wanted = this.open = null;
    this.#place.querySelector(".card")?.remove();
    document.getElementById("empty").hidden = false;
    this.#place.querySelector("#empty").focus();
  }

  async show(row) {
    this.#wanted = row;
    try {
      const html = await this.#fetch(row);
      if (this.#wanted !== row) return; // another was asked for meanwhile
      this.#replace(nodes(html).querySelector(".card"));
    } catch (refused) {
      if (this.#wanted !== row) return;
      this.#place.querySelector(".card")?.remove();
      this.open = null;
      this.#line.trouble(refused, () => this.show(row));
    }
  }

  // Who else looks at which comment.
  looked(looking) {
    const names = looking[this.open?.id];
    this.#head("shared", names && text("looking", { who: names.join(", "), count: names.length }));
  }

  // Where a comment stands now: decided by others, it stays as long as it is open.
  stands({ id, version, said }) {
    if (!id || id !== this.open?.id) return;
    const decided = version > this.open.version;
    this.open.element.classList.toggle("decided", decided);
    this.#head("now", decided && said);
  }

  // Nothing was done to the open comment, and why.
  refuse({ title, detail }) {
    this.open?.element.prepend(paragraph("alert", "notice bad refused", detail || title));
    this.open?.element.focus();
  }

  #head(kind, said) {
    this.#place.querySelector(`.${kind}`)?.remove();
    if (said) this.open.element.querySelector("header").append(paragraph("status", kind, said));
  }

  #replace(element) {
    this.#place.querySelector(".card")?.remove();
    document.getElementById("empty").hidden = true;
    this.#place.prepend(element);
    this.#begin(element);
    if (WIDE.matches) this.#place.scrollTop = 0;
    else this.#place.scrollIntoView();
  }

  #begin(element) {
    this.open = new Card(element);
    element.focus({ preventScroll: true });
  }

  #fetch(row) {
    const id = row.dataset.id;
    let card = this.#kept.get(id);
    if (!card) {
      card = ask(row.firstElementChild.href, { accept: FRAGMENT });
      this.#kept.set(id, card);
      card.catch(() => this.#kept.delete(id));
      if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
    }
    return card;
  }
}

function paragraph(role, kind, said) {
  const made = document.createElement("p");
  made.setAttribute("role", role);
  made.className = kind;
  made.textContent = said;
  return made;
}
