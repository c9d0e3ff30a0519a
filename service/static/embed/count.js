// <greenroom-count>: how many comments an article has, on a page that lists articles. All are asked for
// at once; until there is an answer, and without one, what stands in the element stays.

import { articleOf } from "./address.js";
import { ask } from "./ask.js";
import { apiOf, define } from "./element.js";
import { fill } from "./texts.js";

const MOST = 50; // a call
let waiting = [];

class Count extends HTMLElement {
  connectedCallback() {
    if (waiting.push(this) === 1) setTimeout(() => count().catch(() => {}));
  }
}

// Those of one page are of one site.
async function count() {
  const [first] = waiting;
  const byKey = Map.groupBy(waiting, (each) => articleOf(each.getAttribute("thread")).key);
  waiting = [];
  const keys = [...byKey.keys()].map((key) => ["key", key]);
  const address = `${apiOf(first)}/v1/sites/${first.getAttribute("site")}/counts?`;
  for (let from = 0; from < keys.length; from += MOST) {
    const { data } = await ask(address + new URLSearchParams(keys.slice(from, from + MOST)));
    for (const [key, n] of Object.entries(data))
      for (const each of byKey.get(key) ?? [])
        each.textContent = n === 1 ? _("1 comment") : n ? fill(_("{0} comments"), n) : _("No comments");
  }
}

define("greenroom-count", Count);
