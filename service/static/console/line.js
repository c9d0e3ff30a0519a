// What the moderator is told: what was done, and what went wrong. Never by a dialog.

import { text } from "./text.js";

export class Line {
  #done = document.getElementById("done");
  #said = document.getElementById("said");
  #undo = document.getElementById("undo");
  #trouble = document.getElementById("trouble");
  onundo = () => {};

  constructor() {
    this.#undo.addEventListener("click", () => this.onundo());
  }

  made({ said, author }) {
    this.#say(text(said, { author }));
    this.#undo.hidden = false;
  }

  undone({ author }, left) {
    this.#say(text("undone", { author }));
    this.#undo.hidden = !left;
  }

  // What it says was done was not.
  unmade() {
    this.#done.hidden = true;
  }

  calm() {
    this.#trouble.hidden = true;
  }

  late(count, seconds, { status }) {
    const why = text(status ? "busy" : navigator.onLine ? "silent" : "offline");
    this.#warn(text("late", { count, seconds, why }));
  }

  signedOut(count) {
    this.#warn(text("out", { count }));
    this.#trouble.append(" ", link("/review/sign-in", text("in")));
  }

  trouble(refused, again) {
    if (refused.signedOut) return this.signedOut(0);
    this.#warn(text("unloaded", { why: refused.status || text("unanswered") }));
    const button = document.createElement("button");
    button.className = "quiet";
    button.textContent = text("again");
    button.addEventListener("click", () => {
      this.calm();
      again();
    });
    this.#trouble.append(" ", button);
  }

  #say(said) {
    this.#done.hidden = false;
    this.#done.querySelector("form")?.remove();
    this.#said.textContent = said;
  }

  #warn(told) {
    this.#trouble.textContent = told;
    this.#trouble.hidden = false;
  }
}

function link(href, title) {
  const made = document.createElement("a");
  made.href = href;
  made.target = "_blank"; // what is not saved yet stays on this page
  made.textContent = title;
  return made;
}
