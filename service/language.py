"""Which language a request is answered in, and the texts in it. Knows no page.

English stands in the source; every other language is a catalogue in `service/translations/`, read
when the service starts. Only what is under `TRANSLATED`, and a route that is `spoken`, has other
languages; everywhere else nobody asks which one.
"""

import functools
import re
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler
from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent / "translations"
# What people are shown under these is in their language, problems too.
TRANSLATED = ("/review/", "/t/", "/s/")
# But a feed is kept and shown to others by programs: it is the same to everybody.
FEED = "/feed.atom"
# Of what is sent, as much is read as one header may have: 128 of them would take a tenth of a
# second.
LONGEST = 8_190
# What a browser sends is short, and the same again and again; so much of it is kept.
SHORT, MOST_KEPT = 200, 256


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` as HTML and HTTP write it: de, pt-BR."""

    tag: str
    locale: Locale
    texts: NullTranslations


def _read(path: Path) -> Language:
    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    locale = Locale.parse(path.parts[-3])
    return Language(str(locale).replace("_", "-"), locale, GNUTranslations(compiled))


ENGLISH = Language("en", Locale("en"), NullTranslations())
# By tag in small letters: tags are the same in any.
LANGUAGES = {
    each.tag.lower(): each
    for each in (ENGLISH, *map(_read, sorted(TRANSLATIONS.glob("*/LC_MESSAGES/greenroom.po"))))
}

_current = ContextVar("language", default=ENGLISH)

# RFC 9110, 12.4.2 and 12.5.4. What does not look like this is not a wish.
_WISH = re.compile(r"\s*([A-Za-z0-9-]{1,35})\s*(?:;\s*[qQ]=([01](?:\.[0-9]{0,3})?)\s*)?")


def choose(header: str) -> Language:
    """The language that an `Accept-Language` likes best of those there are; else English."""
    return _kept(header) if len(header) <= SHORT else _chosen(header)


def _chosen(header: str) -> Language:
    found = negotiate_locale(_wishes(header), LANGUAGES, sep="-")
    return LANGUAGES.get(found or "", ENGLISH)


_kept = functools.lru_cache(MOST_KEPT)(_chosen)


def _wishes(header: str) -> list[str]:
    """The languages named, best first; those of equal weight as they stand."""
    parts = header[:LONGEST].split(",")
    wishes = [wish for part in parts if (wish := _WISH.fullmatch(part))]
    weighed = [(float(wish[2] or 1), wish[1].lower()) for wish in wishes]
    return [tag for weight, tag in sorted(weighed, key=lambda each: -each[0]) if weight]


@web.middleware
async def speak(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost, so that problems too are told in the request's language."""
    path = request.rel_url.path_safe  # as routes are found by it: a %2F is part of a name
    if path.startswith(TRANSLATED) and not path.endswith(FEED):
        return await _speak(request, handler)
    return await handler(request)


def spoken(handler: Handler) -> Handler:
    """For a route that is elsewhere: its answer is in the request's language, its problems are
    not."""

    @functools.wraps(handler)
    async def speaking(request: web.Request) -> web.StreamResponse:
        return await _speak(request, handler)

    return speaking


async def _speak(request: web.Request, handler: Handler) -> web.StreamResponse:
    language = choose(",".join(request.headers.getall("Accept-Language", ())))
    token = _current.set(language)
    try:
        response = await handler(request)
    finally:
        _current.reset(token)
    response.headers["Content-Language"] = language.tag
    varies = response.headers.getall("Vary", ())
    response.headers["Vary"] = ", ".join((*varies, "Accept-Language"))
    return response


def current() -> Language:
    """The language that is spoken here and now."""
    return _current.get()


def gettext(text: str) -> str:
    """A text in that language; as it is, if the catalogue does not have it."""
    return current().texts.gettext(text) if text else ""


def ngettext(one: str, more: str, count: int) -> str:
    """The text for so many, in that language."""
    return current().texts.ngettext(one, more, count)


def marked(text: str) -> str:
    """For the catalogue: a text that is translated later, where it is shown."""
    return text
