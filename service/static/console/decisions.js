// Decisions on their way to the service: one after another, none twice, none lost silently.
// The service takes a decision once, whatever arrives twice: it names the version that was seen.
// There it waits for some seconds, so a comment leaves its list at once and arrives elsewhere later.

import { ask, JSON_ } from "./ask.js";

const PAUSES = [1, 2, 4, 8, 15]; // s between two tries
const BACK = 50; // so many can be undone
const TO = { approve: "published", reject: "rejected", spam: "rejected", care: "care", hold: "held" };
const UNDO = "undo";

export class Decisions {
  #line;
  #told;
  #waiting = [];
  #busy = false;
  #undoing = 0;
  #made = [];

  constructor(line, told) {
    this.#line = line;
    this.#told = told;
    addEventListener("beforeunload", (event) => this.#waiting.length && event.preventDefault());
    addEventListener("online", () => this.#wake());
    addEventListener("focus", () => this.#work()); // perhaps back from signing in
  }

  get settled() {
    return !this.#waiting.length && !this.#undoing;
  }

  make({ card, row, action, reason }) {
    const decision = { row, action, reason, id: card.id, version: card.version };
    Object.assign(decision, { author: card.author, from: card.status, said: TO[action] });
    decision.to = action === "hold" ? "held" : null; // arrives at once, or when it settles
    this.#made.push(decision);
    if (this.#made.length > BACK) this.#made.shift();
    this.#line.made(decision);
    this.#told.came(decision);
    this.#send(decision);
  }

  // The last decision, taken back: before it was sent, or by another that is sent now.
  takeBack() {
    const decision = this.#made.pop();
    if (!decision) return null;
    const waits = this.#waiting.indexOf(decision);
    if (waits > 0 || (waits === 0 && !this.#busy)) {
      this.#waiting.splice(waits, 1);
      decision.unsent = true;
    } else {
      this.#undoing++; // it may wait for the answer to what it undoes
      decision.undone = decision.sent
        .finally(() => this.#undoing--)
        .then(() => this.#send({ ...decision, action: UNDO, undoes: decision }));
    }
    this.#told.came({ from: decision.to, to: decision.from });
    this.#line.undone(decision, this.#made.length);
    return decision;
  }

  #send(decision) {
    decision.sent = new Promise((done, failed) => Object.assign(decision, { done, failed }));
    decision.sent.catch(() => {});
    this.#waiting.push(decision);
    this.#work();
    return decision.sent;
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    for (let tries = 0; this.#waiting.length; ) {
      const decision = this.#waiting[0];
      try {
        const answer = await this.#ask(decision);
        this.#waiting.shift();
        tries = 0;
        this.#line.calm();
        decision.done(answer);
      } catch (refused) {
        if (refused.signedOut) {
          this.#line.signedOut(this.#waiting.length);
          break;
        }
        if (refused.passing) {
          const pause = PAUSES[Math.min(tries++, PAUSES.length - 1)];
          this.#line.late(this.#waiting.length, pause, refused);
          await this.#sleep(pause);
          continue;
        }
        this.#waiting.shift();
        this.#forget(decision);
        const { from, to, undoes } = decision;
        this.#told.came(undoes ? { from, to } : { from: to, to: from });
        this.#line.unmade();
        this.#told.failed(decision, refused.problem);
        decision.failed(refused);
      }
    }
    this.#busy = false;
    if (this.settled) this.#told.settled();
  }

  #ask({ row, id, version, action, reason }) {
    const site = new URL(row.firstElementChild.href).searchParams.get("site");
    const path = action === UNDO ? "/review/undo" : "/review/decide";
    return ask(path, { accept: JSON_, fields: { site, id, version, action, reason } });
  }

  #forget(decision) {
    this.#made = this.#made.filter((made) => made !== (decision.undoes ?? decision));
  }

  #sleep(seconds) {
    return new Promise((awake) => {
      this.#wake = awake;
      setTimeout(awake, seconds * 1000);
    });
  }

  #wake = () => {};
}
