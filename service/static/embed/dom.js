// Elements in few words. Texts become text nodes, so nothing that anybody wrote is read as markup.

import { LANGUAGE } from "./texts.js";

// What a page's own styles may reach with ::part(), by tag. Others are named where they are made.
const PARTS = { article: "comment", header: "meta", input: "field", textarea: "field", ol: "list" };

// `traits`: attributes, and listeners under `on...`; or one word, which is both class and part.
export function h(tag, traits, ...children) {
  const made = document.createElement(tag);
  const all = typeof traits === "string" ? { class: traits, part: traits } : traits;
  for (const [name, value] of Object.entries({ part: PARTS[tag] ?? tag, ...all }))
    if (/^on/.test(name)) made.addEventListener(name.slice(2), value);
    else if (value != null) made.setAttribute(name, value);
  made.append(...children.flat().filter(Boolean));
  return made;
}

export const button = (title, onclick, traits) =>
  h("button", { type: "button", onclick, ...traits }, title);

// An address that somebody gave: to the web, or no link at all.
export const link = (href, ...children) =>
  /^https?:\/\//i.test(href) ? h("a", { href, rel: "nofollow ugc noopener" }, children) : h("bdi", {}, children);

// What a blog wishes to be read of what may be written.
export const rules = ({ policy }) => policy && link(policy, _("Comment policy"));

// A text with its addresses as links.
export const linked = (text) =>
  text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,:;!?)\]}])/i)
    .map((part, index) => (index % 2 ? link(part, part) : part));

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// So many seconds from now, in whole ones of the largest unit: "in 4 hours"; only below two minutes is it
// said to the second.
export function apart(seconds) {
  const far = Math.abs(seconds);
  const [unit, size] =
    far === seconds && far < 120
      ? ["second", 1]
      : far < 3600
        ? ["minute", 60]
        : far < 86_400
          ? ["hour", 3600]
          : ["day", 86_400];
  return new Intl.RelativeTimeFormat(LANGUAGE).format(Math.ceil(seconds / size), unit);
}

// "3 minutes ago"; what is older than a month has a date.
export function time(datetime) {
  const at = new Date(datetime);
  const seconds = (at - Date.now()) / 1000;
  let told = _("just now");
  if (seconds < -31 * 86_400) told = at.toLocaleDateString(LANGUAGE, { dateStyle: "long" });
  else if (seconds <= -60) told = apart(seconds);
  return h("time", { datetime, title: at.toLocaleString(LANGUAGE) }, told);
}
