// What the moderator is told: what was done, and what went wrong. Never by a dialog.

const SAID = {
  published: "Approved. The comment by {author} is published.",
  rejected: "Rejected. The comment by {author} stays hidden.",
  held: "Held. The comment by {author} waits again.",
};

export class Line {
  #done = document.getElementById("done");
  #said = document.getElementById("said");
  #undo = document.getElementById("undo");
  #trouble = document.getElementById("trouble");
  onundo = () => {};

  constructor() {
    this.#undo.addEventListener("click", () => this.onundo());
  }

  made({ to, author }) {
    this.#say(SAID[to].replace("{author}", () => author));
    this.#undo.hidden = false;
  }

  undone({ author }, left) {
    this.#say(`Undone. ${SAID.held.replace("{author}", () => author)}`);
    this.#undo.hidden = !left;
  }

  calm() {
    this.#trouble.hidden = true;
  }

  late(count, seconds, { status }) {
    const why = status ? "the service is busy" : navigator.onLine ? "the service does not answer" : "you are offline";
    this.#warn(`Not saved yet: ${why}. ${plural(count)} waiting, the next try is in ${seconds} s.`);
  }

  signedOut(count) {
    this.#warn(`You were signed out. ${plural(count)} not saved. `);
    this.#trouble.append(link("/review/sign-in", "Sign in"));
  }

  trouble(refused, again) {
    if (refused.signedOut) return this.signedOut(0);
    this.#warn(`The comment could not be loaded (${refused.status || "no answer"}). `);
    const button = document.createElement("button");
    button.className = "quiet";
    button.textContent = "Try again";
    button.addEventListener("click", () => {
      this.calm();
      again();
    });
    this.#trouble.append(button);
  }

  #say(text) {
    this.#done.hidden = false;
    this.#done.querySelector("form")?.remove();
    this.#said.textContent = text;
  }

  #warn(text) {
    this.#trouble.textContent = text;
    this.#trouble.hidden = false;
  }
}

function plural(count) {
  return count === 1 ? "1 decision is" : `${count} decisions are`;
}

function link(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.target = "_blank"; // what is not saved yet stays on this page
  made.textContent = text;
  return made;
}
