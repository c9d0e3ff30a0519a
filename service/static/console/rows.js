// The list: which comments, in which order, and which of them is open. Knows no card.

import { ask, FRAGMENT, nodes } from "./ask.js";

// List and card stand side by side, each with a scroll bar of its own; else the card is above.
export const WIDE = matchMedia("(min-width: 64rem)");

export class Rows {
  #place;
  #loading = null;
  #ticked = null;
  #places = new WeakMap(); // a row that was taken out -> the one it stood before
  onopen = () => {};

  constructor(place) {
    this.#place = place;
    place.addEventListener("click", (event) => {
      const row = event.target.closest("#rows > li > :first-child")?.parentElement;
      if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.onopen(row);
    });
  }

  get #list() {
    return this.#place.querySelector("#rows");
  }
  get #all() {
    return [...this.#list.children];
  }
  get current() {
    return this.#list.querySelector("[aria-current]")?.parentElement ?? null;
  }
  get next() {
    return free(this.current, "nextElementSibling");
  }
  get previous() {
    return free(this.current, "previousElementSibling");
  }

  address(row) {
    return row.firstElementChild.href;
  }

  open(row) {
    this.current?.firstElementChild.removeAttribute("aria-current");
    row?.firstElementChild.setAttribute("aria-current", "true");
    if (WIDE.matches) row?.scrollIntoView({ block: "nearest" });
  }

  after(row, count) {
    const all = this.#all;
    return row ? all.slice(all.indexOf(row) + 1).slice(0, count) : [];
  }

  left(row) {
    const all = this.#all;
    return all.length - all.indexOf(row) - 1;
  }

  // Who else looks at which comment: id -> names.
  looked(looking) {
    for (const row of this.#all) {
      const names = looking[row.dataset.id];
      if (names) row.dataset.by = names.join(", ");
      else delete row.dataset.by;
    }
  }

  // Out of the list; whose turn it is then. It can be put back where it was.
  take(row) {
    const next = free(row, "nextElementSibling") ?? free(row, "previousElementSibling");
    this.#places.set(row, row.nextElementSibling);
    row.remove();
    return next;
  }

  put(row) {
    if (row.isConnected) return;
    const follower = this.#places.get(row);
    if (follower?.parentElement === this.#list) follower.before(row);
    else this.#list.append(row);
  }

  putLast(row) {
    this.#list.append(row);
  }

  // The next page of the list, at its end; once at a time.
  more() {
    const path = this.#list.dataset.next;
    if (!path || this.#loading) return;
    this.#loading = this.#fetch(path)
      .then((list) => {
        const known = new Set(this.#all.map((row) => row.dataset.id));
        this.#follow(list);
        this.#list.append(...[...list.children].filter((row) => !known.has(row.dataset.id)));
      })
      .catch(() => {}) // the link to the next page stays
      .finally(() => (this.#loading = null));
  }

  // The list as it is now, from its beginning; gives the row to open.
  async reload() {
    const path = new URL(location.href);
    for (const name of ["cursor", "comment", "done"]) path.searchParams.delete(name);
    const list = await this.#fetch(path);
    const open = this.current?.dataset.id;
    this.#follow(list);
    this.#list.replaceChildren(...list.children);
    return this.#all.find((row) => row.dataset.id === open) ?? this.#all[0] ?? null;
  }

  // Tick the open comment, or all from the one ticked last to it; it is decided with the others.
  pick(upToHere) {
    const all = this.#all;
    const here = all.indexOf(this.current);
    const last = upToHere ? all.indexOf(this.#ticked) : -1;
    for (const row of all.slice(Math.min(last < 0 ? here : last, here), Math.max(last, here) + 1)) {
      const box = row.querySelector(".pick");
      if (box) box.checked = upToHere || !box.checked;
    }
    this.#ticked = this.current;
  }

  decide(action) {
    if (!this.#list.querySelector(".pick:checked")) return;
    const form = document.getElementById("several");
    form.requestSubmit(form.querySelector(`[value=${action}]`));
  }

  search() {
    this.#place.querySelector("[name=q]").focus();
  }

  async #fetch(path) {
    return nodes(await ask(path, { accept: FRAGMENT })).querySelector("#rows");
  }

  #follow(list) {
    const link = this.#place.querySelector("[rel=next]");
    if (list.dataset.next) this.#list.dataset.next = list.dataset.next;
    else delete this.#list.dataset.next;
    if (link && list.dataset.next) link.href = list.dataset.next;
    else link?.parentElement.remove();
  }
}

// The next row at which nobody else looks; if there is none, the next.
function free(row, towards) {
  let each = row?.[towards] ?? null;
  const first = each;
  while (each && each.dataset.by) each = each[towards];
  return each ?? first;
}
