// Which article is this? The same key for each way to link to it, as moderation/thread_key.py has it
// (a test holds the two together).

const TRACKING =
  /^(utm_.*|(fb|g|d|y|tw|tt)clid|msclkid|[gw]braid|igsh(id)?|li_fat_id|srsltid|_g[al]|mc_[ce]id|_hs(enc|mi)|mkt_tok|m|showcomment|amp)$/i;

export function keyOf(address) {
  const { pathname, search } = plain(address);
  const path = spelled(pathname.replace(/\/{2,}/g, "/")).replace(/(\/(index\.html)?)+$/, "");
  return (path || "/") + spelled(search);
}

// Without what says nothing of the article, but much of who came by it.
function plain(address) {
  const url = new URL(address);
  const pairs = url.search.slice(1).split("&");
  const kept = pairs.filter((pair) => pair && !TRACKING.test(pair.split("=")[0])).join("&");
  url.search = kept && "?" + kept;
  url.hash = "";
  return url;
}

// One spelling of percent-encoding: unreserved characters plain, the rest in upper case.
function spelled(text) {
  return text
    .replace(/%([0-9a-f]{2})/gi, (whole, code) => {
      const char = String.fromCharCode(parseInt(code, 16));
      return /[\w.~-]/.test(char) ? char : whole.toUpperCase();
    })
    .replace(/[^\w.~\-/:?#[\]@!$&'()*+,;=%]/g, encodeURIComponent);
}

// What the page says of itself: an attribute, else its canonical link, else its address.
export function articleOf(thread) {
  const canonical = document.querySelector('link[rel="canonical"][href]')?.href;
  const named = /^https?:/i.test(thread ?? "");
  const url = plain(named ? thread : canonical || location.href);
  return { url: url.href, key: thread && !named ? thread : keyOf(url) };
}
