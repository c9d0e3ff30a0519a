"""From an article's URL to its thread's key: one article, one key, however it was linked to. Pure.

Splitting an article's comments over `?fbclid=...` and `/index.html` is the classic fault of comment
systems; merging the articles of two sites would be a worse one, so hosts must be the site's own.
"""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, quote, urlsplit

# As much as an address may have: a slug's letter is six or nine of percent-encoding, and 300 would
# be 50 letters of Cyrillic or 33 of Thai.
KEY_LIMIT = 2000

# What campaigns, advertisers, mail services and blog systems add to a link: none of it says which
# article. static/embed/address.js has the same.
_TRACKING = re.compile(
    r"utm_.*|(fb|g|d|y|tw|tt)clid|msclkid|[gw]braid|igsh(id)?|li_fat_id|srsltid|_g[al]"
    r"|mc_[ce]id|_hs(enc|mi)|mkt_tok|m|showcomment|amp",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:/(?:index\.html)?)+$")
_DEFAULT_PORT = {"http": 80, "https": 443}
_PATH_END = re.compile("[?#]")
_AROUND = "".join(map(chr, range(0x21)))  # C0 controls and the space
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")


class ForeignUrl(ValueError):
    """The URL is not that of an article of this site."""


class LongUrl(ForeignUrl):
    """It may be, and is too long for a key."""


def hosts_of(*urls: str | None) -> frozenset[str]:
    """The hosts (with a port that is not the scheme's own) of a site's URL and origins."""
    return frozenset(host for url in urls if url and (host := _host(_split(url))))


def thread_key(url: str, hosts: Collection[str]) -> str:
    """Path and kept query of an article's URL. Raises `ForeignUrl`, which is `LongUrl` for
    one that is too long."""
    parts = _split(url)
    host = _host(parts)
    if parts is None or host is None or host not in hosts:
        raise ForeignUrl(url)
    path = re.sub("/{2,}", "/", _resolved(_spelled(parts.path)))
    path = _TAIL.sub("", path) or "/"
    kept = [
        _spelled(pair).replace("'", "%27")
        for pair in parts.query.split("&")
        if pair and not _is_tracking(pair)
    ]
    key = path + ("?" + "&".join(kept) if kept else "")
    if len(key) > KEY_LIMIT:
        raise LongUrl(url)
    return key


def untracked(url: str) -> str:
    """The same URL without what tells how somebody came by it, which is nobody else's business."""
    page, mark, fragment = url.partition("#")
    path, _, query = page.partition("?")
    pairs = query.split("&")
    kept = [pair for pair in pairs if not _is_tracking(pair)]
    if kept == pairs:
        return url
    return path + ("?" + "&".join(kept) if kept else "") + mark + fragment


def is_of(url: str, hosts: Collection[str]) -> bool:
    """Is this an http or https URL on one of these hosts?"""
    return _host(_split(url)) in hosts


def _is_tracking(pair: str) -> bool:
    return _TRACKING.fullmatch(pair.partition("=")[0]) is not None


def _split(url: str) -> SplitResult | None:
    """As a browser reads it (WHATWG's URL, http and https): before the query, a backslash is a
    slash, or a link would lead elsewhere than was looked at."""
    url = url.strip(_AROUND)
    end = _PATH_END.search(url)
    at = end.start() if end else len(url)
    try:
        parts = urlsplit(url[:at].replace("\\", "/") + url[at:])
        return parts if parts.scheme in _DEFAULT_PORT else None
    except ValueError:
        return None


def _host(parts: SplitResult | None) -> str | None:
    if parts is None or not parts.hostname:
        return None
    try:
        host, port = parts.hostname.encode("idna").decode().rstrip("."), parts.port
    except (ValueError, UnicodeError):
        return None
    return host if port in (None, _DEFAULT_PORT[parts.scheme]) else f"{host}:{port}"


def _resolved(path: str) -> str:
    """Without its segments `.` and `..`, as a browser goes by them."""
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _spelled(text: str) -> str:
    """One spelling of percent-encoding: unreserved characters plain, the rest in upper case."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match.group(1), 16))
        return char if _UNRESERVED.fullmatch(char) else match.group().upper()

    return quote(_ESCAPE.sub(one, text), safe="/:?#[]@!$&'()*+,;=%", errors="replace")
