// What changes by itself: how many comments stand where, who looks at which. What is new waits
// behind a button: nothing moves.

import { ask, JSON_ } from "./ask.js";
import { listen } from "./live.js";
import { text } from "./text.js";

const LOOK = 30_000; // ms

export class Counts {
  #site;
  #status;
  #last; // how many stood in the open list when that was last known
  #new = 0; // have come there since it was shown
  #place = document.getElementById("new");
  #open = "";
  #moves = 0;
  #missed = false; // decisions of ours came since the last count that is certain
  #at = 0;
  #sizes = {};
  on = {
    sizes: (sizes) => (this.#sizes = sizes),
    asides: (asides) => this.#beside(asides),
  };
  onshow = async () => {};
  settled = () => true;

  constructor({ site, status }) {
    this.#site = site;
    this.#status = status;
    this.#last = this.#count(status);
    this.#place.querySelector("button").addEventListener("click", async () => {
      await this.onshow();
      this.#new = 0;
      this.#place.hidden = true;
    });
  }

  begin() {
    setInterval(() => document.hidden || this.look(), LOOK);
    listen(`/review/events?site=${this.#site}`, (news) => this.hear(news));
  }

  // A decision of ours: counted here before the service says so. Either may be none.
  moved(from, to) {
    this.#moves++;
    this.#missed = true;
    if (from) this.#write(from, this.#count(from) - 1);
    if (to) this.#write(to, this.#count(to) + 1);
    if (from === this.#status) this.#last--;
    if (to === this.#status) this.#last++;
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

  // What the service says, asked or by itself: all, or what has changed.
  hear({ at, ...told }) {
    if (!(at < this.#at)) { // what is older may come later
      this.#at = at;
      for (const [kind, what] of Object.entries(told)) this.on[kind](what);
    }
    if (!this.#missed) this.#show();
  }

  async look() {
    try {
      const moves = this.settled() && this.#moves;
      const fields = { site: this.#site, id: this.#open };
      const news = await ask("/review/looking", { accept: JSON_, fields });
      if (moves === this.#moves) this.#missed = false; // else this was counted too soon
      this.hear(news);
    } catch {
      // The next look will tell.
    }
  }

  #show() {
    for (const [status, count] of Object.entries(this.#sizes)) this.#write(status, count);
    const now = this.#sizes[this.#status] ?? this.#last;
    this.#new = Math.min(this.#new + Math.max(now - this.#last, 0), now); // others decide some
    this.#last = now;
    this.#place.hidden = !this.#new;
    this.#place.querySelector("button").textContent = text("new", { count: this.#new });
  }

  // The lists beside: one with nothing in it is out of the way, unless it is open.
  #beside(asides) {
    for (const [name, count] of Object.entries(asides)) {
      this.#write(name, count);
      const tab = this.#tab(name);
      tab.hidden = !count && !tab.hasAttribute("aria-current");
    }
  }

  #tab(name) {
    return document.querySelector(`[data-list="${name}"]`);
  }
  #count(status) {
    return Number(this.#tab(status).lastElementChild.textContent);
  }
  #write(status, count) {
    const tab = this.#tab(status);
    if (tab) tab.lastElementChild.textContent = Math.max(count, 0);
  }
}
