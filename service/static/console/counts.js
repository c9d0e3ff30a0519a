// How many comments stand where. What is new waits behind a button: nothing moves by itself.

import { ask, JSON_ } from "./ask.js";
import { text } from "./text.js";

const LOOK = 30_000; // ms

export class Counts {
  #site;
  #status;
  #shown;
  #place = document.getElementById("new");
  onshow = async () => {};

  constructor({ site, status }) {
    this.#site = site;
    this.#status = status;
    this.#shown = this.#count(status);
    this.#place.querySelector("button").addEventListener("click", async () => {
      await this.onshow();
      this.#shown = this.#count(status);
      this.#place.hidden = true;
    });
  }

  begin() {
    setInterval(() => document.visibilityState === "visible" && this.look(), LOOK);
  }

  // A decision of ours: counted here before the service says so.
  moved(from, to) {
    this.#write(from, this.#count(from) - 1);
    this.#write(to, this.#count(to) + 1);
    if (from === this.#status) this.#shown--;
    if (to === this.#status) this.#shown++;
  }

  async look() {
    try {
      const path = `/review/counts?site=${encodeURIComponent(this.#site)}`;
      const { sizes } = await ask(path, { accept: JSON_ });
      for (const [status, count] of Object.entries(sizes)) this.#write(status, count);
      const more = sizes[this.#status] - this.#shown;
      this.#place.hidden = more <= 0;
      if (more > 0) this.#place.querySelector("button").textContent = text("new", { count: more });
    } catch {
      // The next look will tell.
    }
  }

  #tab(status) {
    return document.querySelector(`[data-list="${status}"] .count`);
  }
  #count(status) {
    return Number(this.#tab(status).textContent);
  }
  #write(status, count) {
    const tab = this.#tab(status);
    if (tab) tab.textContent = Math.max(count, 0);
  }
}
