"""Which thread an address is about, and where its article is."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from aiohttp import web

from moderation.comment import Thread
from moderation.store.sites import SITE_NAME, Site
from moderation.thread_key import KEY_LIMIT, ForeignUrl, LongUrl, hosts_of, is_of, thread_key
from service.language import gettext, marked
from service.problems import Problem
from service.state import SITES

TOO_LONG = marked("The article's address is too long: its path has at most 2,000 characters.")


@dataclass(frozen=True, slots=True)
class Place:
    """A thread of a site. `url` is the article's, if the visitor came with one."""

    site: Site
    key: str
    url: str | None = None

    @property
    def path(self) -> str:
        """The address of the thread's page."""
        return thread_path(self.site.name, self.key)


async def find_place(request: web.Request) -> Place:
    """From `/t/{site}/{key}` or `/t/{site}?url=`. Raises `Problem`."""
    site = await find_site(request)
    if "key" in request.match_info:
        return Place(site, checked_key(request.match_info["key"]))
    url = request.query.get("url")
    if url is None:
        asked = {"path": f"/t/{site.name}?url="}
        detail = gettext("Say which article: %(path)s and its address.") % asked
        raise Problem("not-found", detail)
    try:
        return Place(site, thread_key(url, _hosts(site)), url)
    except LongUrl as exc:
        raise Problem("not-found", TOO_LONG) from exc
    except ForeignUrl as exc:
        raise Problem("not-found", "That is not the address of an article of this site.") from exc


async def find_site(request: web.Request) -> Site:
    """The site in the address. Raises `Problem`."""
    name = request.match_info["site"]
    site = await request.app[SITES].get(name) if SITE_NAME.fullmatch(name) else None
    if site is None:
        raise Problem("not-found", "No such site.")
    return site


def thread_path(site: str, key: str) -> str:
    return f"/t/{site}/{quote(key, safe='')}"


def confirmed_url(place: Place, url: str) -> str | None:
    """The article's URL as a form says it, if it is this thread's own."""
    try:
        return url if thread_key(url, _hosts(place.site)) == place.key else None
    except ForeignUrl:
        return None


def article_url(place: Place, thread: Thread) -> str | None:
    """Where the article is: as the site said, as the visitor came, or as the key suggests.

    Anybody may name a new thread, so a link must lead to the site's own hosts.
    """
    hosts = _hosts(place.site)
    for url in (thread.url, place.url):
        if url and (is_of(url, hosts) if hosts else url.startswith(("http://", "https://"))):
            return url
    if place.site.url and hosts and place.key.startswith("/"):
        home = urlsplit(place.site.url)
        return f"{home.scheme}://{home.netloc}{place.key}"
    return None


def _hosts(site: Site) -> frozenset[str]:
    return hosts_of(site.url, *site.origins)


def checked_key(key: str) -> str:
    """A thread's key as it stands in an address, if there could be one. Raises `Problem`."""
    if len(key) > KEY_LIMIT:
        raise Problem("not-found", TOO_LONG)
    if not key.strip() or any(ord(c) < 32 for c in key):
        raise Problem("not-found")
    try:
        key.encode()
    except UnicodeEncodeError as exc:
        raise Problem("not-found") from exc
    return key
