// The console: a list, the open comment, keys. Everything here is also a link or a form of the page;
// this only spares the loading. What the parts are called stands in review/console.html.

import { Cards } from "./cards.js";
import { Counts } from "./counts.js";
import { Decisions } from "./decisions.js";
import { Keys } from "./keys.js";
import { Line } from "./line.js";
import { Reasons } from "./reasons.js";
import { Rows } from "./rows.js";

const FEW = 5; // rows left when the next page is fetched
const AHEAD = 3; // cards fetched before their turn

document.querySelector(".console").classList.add("live");

const line = new Line();
const rows = new Rows(document.querySelector(".queue"));
const cards = new Cards(document.getElementById("current"), line);
const counts = new Counts(document.querySelector(".console").dataset);
const decisions = new Decisions(line, {
  came: (decision) => counts.moved(decision.from, decision.to),
  failed: (decision, problem) => giveBack(decision, problem),
  settled: () => counts.caughtUp(),
});
const reasons = new Reasons((reason) => decide("reject", reason));

function open(row) {
  rows.open(row);
  counts.open(row?.dataset.id ?? "");
  if (!row) return cards.clear();
  history.replaceState(null, "", rows.address(row));
  const shown = cards.show(row); // asked for before those that may come after it
  cards.prefetch(rows.after(row, AHEAD));
  if (rows.left(row) < FEW) rows.more();
  return shown;
}

// The open comment, once it is the one that the list says is open: a key in a hurry must not act
// on the one before.
const here = () => (cards.open?.id === rows.current?.dataset.id ? cards.open : null);

// One decision on the open comment; the page goes on at once.
function decide(action, reason = "") {
  const card = here();
  const row = rows.current;
  if (!card?.can(action)) return;
  reasons.close();
  const next = rows.take(row);
  decisions.make({ card, row, action, reason });
  open(next);
}

function undo() {
  const decision = decisions.takeBack();
  // What was done before this page came, it has a form for.
  if (!decision) return document.querySelector(".done form")?.requestSubmit();
  rows.put(decision.row);
  cards.forget(decision.row);
  if (decision.unsent) open(decision.row);
  else decision.undone.then(() => open(decision.row), () => {});
}

function giveBack(decision, problem) {
  rows.put(decision.row);
  cards.forget(decision.row);
  open(decision.row).then(() => cards.refuse(problem));
}

function skip() {
  const row = rows.current;
  if (!row) return;
  const next = rows.take(row);
  rows.putLast(row);
  open(next || row);
}

const COMMANDS = {
  approve: () => decide("approve"),
  reject: () => here()?.can("reject") && reasons.ask(here()),
  spam: () => decide("spam"),
  skip,
  undo,
  next: () => rows.next && open(rows.next),
  previous: () => rows.previous && open(rows.previous),
  opinion: () => here()?.press("second_opinion"),
  risk: () => here()?.press("urgent"),
  note: () => here()?.note(),
  context: () => here()?.click(".before summary"),
  links: () => here()?.click(".links summary"),
  pick: () => rows.pick(false),
  range: () => rows.pick(true),
  approveAll: () => rows.decide("approve"),
  rejectAll: () => rows.decide("reject"),
  spamAll: () => rows.decide("spam"),
  marks: () => document.querySelector(".console").classList.toggle("plain"),
  author: () => here()?.element.querySelector("[data-author]").click(),
  article: () => here()?.article.click(),
  search: () => rows.search(),
  help: () => keys.help(),
};
const keys = new Keys(COMMANDS);

rows.onopen = open;
cards.onstep = (step) => COMMANDS[step]();
cards.onaction = (action) => (action === "reject" ? COMMANDS.reject() : decide(action));
line.onundo = undo;
counts.settled = () => decisions.settled;
counts.on.looking = (looking) => {
  rows.looked(looking);
  cards.looked(looking);
};
counts.on.open = (stand) => cards.stands(stand);
counts.on.health = (said) =>
  Object.assign(document.getElementById("health"), { textContent: said, hidden: !said });
counts.onshow = () => rows.reload().then(open);

cards.adopt(rows.current);
cards.prefetch(rows.after(rows.current, AHEAD));
keys.begin();
counts.begin();
counts.open(rows.current?.dataset.id ?? "");
