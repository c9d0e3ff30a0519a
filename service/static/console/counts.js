// What changes by itself: how many comments stand where, who looks at which. What is new waits
// behind a button: nothing moves.

import { ask, JSON_ } from "./ask.js";
import { text } from "./text.js";

const LOOK = 30_000; // ms

export class Counts {
  #site;
  #status;
  #shown;
  #place = document.getElementById("new");
  #open = "";
  #moves = 0;
  #missed = false;
  onshow = async () => {};
  onlooks = () => {};
  settled = () => true;

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

  // A decision of ours: counted here before the service says so. Either may be none.
  moved(from, to) {
    this.#moves++;
    if (from) this.#write(from, this.#count(from) - 1);
    if (to) this.#write(to, this.#count(to) + 1);
    if (from === this.#status) this.#shown--;
    if (to === this.#status) this.#shown++;
  }

  // No decision of ours is on its way any more: what could not be told before can be now.
  caughtUp() {
    if (this.#missed) this.look();
  }

  // Another comment is open, or none.
  open(id) {
    this.#open = id;
    this.look();
  }

  async look() {
    try {
      const moves = this.settled() && this.#moves;
      const fields = { site: this.#site, id: this.#open };
      const { sizes, looking } = await ask("/review/looking", { accept: JSON_, fields });
      this.onlooks(looking);
      this.#missed = moves !== this.#moves;
      if (this.#missed) return; // decisions of ours were on their way: counted too soon
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
