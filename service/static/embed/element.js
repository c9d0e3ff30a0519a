// <greenroom-comments>: the comments of the article that it stands below. Until they are near what is on
// the screen, and wherever this cannot run, the link inside it stays.

import STYLE from "./embed.css";
import { articleOf } from "./address.js";
import { h } from "./dom.js";
import { show } from "./thread.js";

const SCRIPT = document.currentScript?.src;

// Where the service is: as the page says, else where this came from.
export const apiOf = (element) =>
  new URL(element.getAttribute("api") || SCRIPT).href.replace(/\/(embed\/.*)?$/, "");

const NEAR = "600px";
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

// What the service takes in one line: so many code points.
const line = (text, most) => [...text.replace(/[\s\p{Cc}]+/gu, " ").trim()].slice(0, most).join("");

class Comments extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(h("slot"));
    const eager = this.getAttribute("loading") === "eager" || /#c-|\bgr=/.test(location.hash);
    if (eager) return this.#begin();
    const watcher = new IntersectionObserver(
      (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
        watcher.disconnect();
        this.#begin();
      },
      { rootMargin: NEAR },
    );
    watcher.observe(this);
  }

  #begin() {
    const said = (name) => this.getAttribute(name) || null;
    if ((said("theme") ?? "auto") === "auto") this.#suit();
    const title = line(said("title") ?? document.title, 300);
    this.removeAttribute("title"); // which the browser would show over all of it
    show({
      root: this.shadowRoot,
      api: apiOf(this),
      site: said("site"),
      pk: said("key"),
      title,
      topics: (said("topics") ?? "").split(",").map((each) => line(each, 60)).filter(Boolean).slice(0, 20),
      lang: said("lang") ?? document.documentElement.lang,
      drafts: said("draft") !== "off",
      policy: said("policy"),
      ...articleOf(said("thread")),
    });
  }

  // A page that says nothing of its scheme, but has light letters, is dark.
  #suit() {
    const { color, colorScheme } = getComputedStyle(this);
    const [red, green] = color.match(/\d+/g) ?? [];
    if (colorScheme === "normal" && +red + +green > 280) this.setAttribute("theme", "dark");
  }
}

export function define(name, kind) {
  if (!customElements.get(name)) customElements.define(name, kind); // a page may have the script twice
}

// What is too old to tell light from dark keeps the link.
if (CSS.supports("color", "light-dark(#fff,#fff)")) define("greenroom-comments", Comments);
