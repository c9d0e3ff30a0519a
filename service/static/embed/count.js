// <greenroom-count>: how many comments an article has, on a page that lists articles. All are asked for
// at once; until there is an answer, and without one, what stands in the element stays.

import { articleOf } from "./address.js";
import { ask } from "./ask.js";
import { apiOf, define } from "./element.js";
import { fill } from "./texts.js";

const MOST = 50; // a call
const LONGEST = 6000; // characters of its query, which servers read in one line
let waiting = [];

class Count extends HTMLElement {
  connectedCallback() {
    if (waiting.push(this) === 1) setTimeout(count);
  }
}

// Those of one page are of one site.
function count() {
  const [first] = waiting;
  const byKey = Map.groupBy(waiting, (each) => articleOf(each.getAttribute("thread")).key);
  waiting = [];
  const address = `${apiOf(first)}/v1/sites/${first.getAttribute("site")}/counts?`;
  const queries = [];
  let n = 0;
  for (const key of byKey.keys()) {
    const more = "&key=" + encodeURIComponent(key);
    if (n++ % MOST === 0 || (queries[0] + more).length > LONGEST) queries.unshift("");
    queries[0] += more;
  }
  // What one call fails at is not the others' fault.
  for (const query of queries) ask(address + query).then(({ data }) => tell(data, byKey), () => {});
}

function tell(data, byKey) {
  for (const [key, n] of Object.entries(data))
    for (const each of byKey.get(key) ?? [])
      each.textContent = n === 1 ? _("1 comment") : n ? fill(_("{0} comments"), n) : _("No comments");
}

define("greenroom-count", Count);
