// What this browser keeps: drafts, in this tab until they are stored; whose comments are one's own, in
// the page's fragment, which goes to no server; and more only for who asked for it. No cookies.

const KEPT = 20;

// Storage may be full, or forbidden: then nothing is kept, and all else works.
export function box(storage, name) {
  return {
    get() {
      try {
        return JSON.parse(window[storage].getItem(name)) ?? {};
      } catch {
        return {};
      }
    },
    // Nothing, to keep nothing.
    set(value) {
      try {
        if (value) window[storage].setItem(name, JSON.stringify(value));
        else window[storage].removeItem(name);
      } catch {}
    },
  };
}

// For who wants it: `name`, `email`, and `comments`, [thread, id, token] of each.
export const remembered = box("localStorage", "greenroom");

// [id, token] of each comment in `#gr=id.token,id.token`.
const read = () =>
  [...location.hash.matchAll(/[=,]([\w-]{33})\.([\w-]+)/g)].map(([, id, token]) => [id, token]);

let mine = read();
const without = (list, gone) => list.filter((each) => !each.includes(gone));

const page = () => location.href.split("#")[0];

function write() {
  const others = location.hash.slice(1).split("&").filter((part) => !part.startsWith("gr="));
  const own = mine.length && "gr=" + mine.map((each) => each.join(".")).join();
  const hash = [...others, own].filter(Boolean).join("&");
  history.replaceState(history.state, "", page() + (hash && "#" + hash));
}

// Who follows a link within the page has not given up what is theirs.
addEventListener("hashchange", () => {
  const now = read();
  mine = [...now.reduce((left, [id]) => without(left, id), mine), ...now];
  if (mine.length > now.length) write();
});

export function owned(key) {
  const kept = (remembered.get().comments ?? []).filter(([thread]) => thread === key);
  return [...new Map([...mine, ...kept.map(([, ...each]) => each)])];
}

export function own(key, id, token) {
  mine = [...mine, [id, token]].slice(-KEPT);
  keep((comments) => [...comments, [key, id, token]]);
}

export function disown(id) {
  mine = without(mine, id);
  keep((comments) => without(comments, id));
}

function keep(change) {
  write();
  const kept = remembered.get();
  if (kept.comments) remembered.set({ ...kept, comments: change(kept.comments) });
}

// The page's own address, with what is in the fragment for one comment alone.
export const addressOf = ({ id, token }) => `${page()}#gr=${id}.${token}`;
