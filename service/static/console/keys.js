// Single keys: off, changed or in force (WCAG 2.1.4). Kept in this browser, nowhere else.

import { text } from "./text.js";

const KEPT = "greenroom.keys";

export class Keys {
  #commands;
  #defaults = {};
  #keys = {};
  #on = true;
  #changing = null;
  #dialog = document.getElementById("help");
  #told = document.getElementById("keys-told");

  constructor(commands) {
    this.#commands = commands;
  }

  begin() {
    for (const line of this.#lines()) {
      const { command } = line.dataset;
      this.#defaults[command] = line.querySelector("kbd").textContent;
      this.#makeChangeable(line);
    }
    const kept = load();
    this.#keys = { ...this.#defaults, ...kept.keys };
    this.#on = kept.on ?? true;
    this.#wire(kept.on === undefined);
    this.#show();
    addEventListener("keydown", (event) => this.#pressed(event));
  }

  help() {
    this.#dialog.showModal();
  }

  #lines() {
    return document.querySelectorAll("#commands [data-command]");
  }

  #wire(first) {
    const button = document.getElementById("keys");
    button.hidden = false;
    button.addEventListener("click", () => this.help());
    document.getElementById("keys-on").addEventListener("change", (event) => this.#turn(event.target.checked));
    document.getElementById("keys-reset").addEventListener("click", () => this.#change({ ...this.#defaults }));
    const asking = document.getElementById("first");
    asking.hidden = !first;
    for (const [name, on] of [["first-on", true], ["first-off", false]]) {
      document.getElementById(name).addEventListener("click", () => {
        asking.hidden = true;
        this.#turn(on);
        document.querySelector(".card")?.focus();
      });
    }
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#changing) return this.#take(event);
    if (!this.#on || event.repeat || this.#dialog.open || typing(event.target)) return;
    const command = Object.keys(this.#keys).find((name) => this.#keys[name] === event.key);
    if (!command) return;
    event.preventDefault();
    this.#commands[command]();
  }

  #makeChangeable(line) {
    const key = line.querySelector("kbd");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.setAttribute("aria-label", line.querySelector("dt").textContent);
    key.replaceWith(button);
    button.append(key);
    button.addEventListener("click", () => {
      this.#changing = line.dataset.command;
      this.#told.textContent = text("press");
    });
  }

  #take(event) {
    event.preventDefault();
    const command = this.#changing;
    if (event.key !== "Escape" && event.key.length !== 1) return; // Shift comes before "!"
    this.#changing = null;
    const other = Object.keys(this.#keys).find((name) => this.#keys[name] === event.key);
    if (event.key === "Escape") this.#told.textContent = "";
    else if (other && other !== command) this.#told.textContent = text("taken", { key: event.key });
    else this.#change({ ...this.#keys, [command]: event.key });
  }

  #change(keys) {
    this.#keys = keys;
    this.#told.textContent = text("changed");
    this.#save();
  }

  #turn(on) {
    this.#on = on;
    this.#save();
  }

  #save() {
    try {
      localStorage.setItem(KEPT, JSON.stringify({ on: this.#on, keys: this.#keys }));
    } catch {
      // A browser that keeps nothing: until the page is left, then.
    }
    this.#show();
  }

  #show() {
    document.getElementById("keys-on").checked = this.#on;
    for (const line of this.#lines()) {
      line.querySelector("kbd").textContent = this.#keys[line.dataset.command];
    }
  }
}

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function typing(element) {
  return element.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}
