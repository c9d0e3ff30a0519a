"""Pages in German, and what is English on them."""

import re
from html.parser import HTMLParser
from typing import Any

from babel.messages.pofile import read_po
from yarl import URL

from service.language import TRANSLATIONS
from tests.service.pages import VOID, Client, Page, read_page

GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}
ENGLAND = {"Accept-Language": "en"}

# What an owner or a commenter wrote.
WRITTEN = frozenset({"text", "greenroom-text", "written"})
# What the blog of the tests is called, and what is the same word in both languages.
SAME = frozenset({"A Blog", "Name", "Ana", "Fein.", "Spam", "UTC"})
READ_OUT = ("aria-label", "title", "placeholder")


def english() -> re.Pattern[str]:
    """All that the catalogue translates, but for words that are German too."""
    with (TRANSLATIONS / "de/LC_MESSAGES/greenroom.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    german = [each for m in messages for each in _forms(m.string)]
    found = set()
    for text in (text for message in messages for text in _forms(message.id)):
        for part in re.split(r"</?\w+>|%\(\w+\)[sd]|\{\w+\}", text):
            word = rf"\b{re.escape(part.strip(' .,:()'))}\b"
            if re.search(r"[a-z]{3}", part) and not any(re.search(word, each) for each in german):
                found.add(word)
    assert len(found) > 100
    return re.compile("|".join(sorted(found)))


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


ENGLISH = english()


class Told(HTMLParser):
    """Every text of a page, and what is read out of it; not what somebody wrote."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: set[str] = set()
        self._written: list[bool] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name in READ_OUT:
            self._say(values.get(name, ""))
        if tag not in VOID:
            written = tag in ("bdi", "code") or WRITTEN & set(values.get("class", "").split())
            self._written.append(bool(written) or bool(self._written and self._written[-1]))

    def handle_endtag(self, tag: str) -> None:
        self._written.pop()

    def handle_data(self, data: str) -> None:
        if not (self._written and self._written[-1]):
            self._say(data)

    def _say(self, text: str) -> None:
        if re.search(r"[^\W\d_]{2}", text):
            self.texts.add(re.sub(r"\s+", " ", text).strip())


async def asked(
    client: Client,
    path: URL | str,
    status: int = 200,
    fields: dict[str, str] | None = None,
    *,
    same: tuple[str, ...] = (),
) -> Page:
    """The German page, posting `fields` if there are any. What the English one says is not on it,
    but for what is the `same`."""
    method, told = "GET" if fields is None else "POST", []
    for headers in (ENGLAND, GERMAN):
        response = await client.request(
            method, path, data=fields, headers=headers, allow_redirects=False
        )
        page = await read_page(response, status)
        told.append(Told(page.html).texts)
        assert page.one("html").attrs["lang"] == headers["Accept-Language"][:2]
        assert response.headers["Content-Language"] == headers["Accept-Language"][:2]
        assert response.headers["Vary"] == "Accept-Language"
    english, german = told
    assert_translated(english, german - set(same))
    return page


def assert_translated(english: set[str], german: set[str]) -> None:
    """Nothing that was left out of the catalogue, nor out of the page."""
    assert german
    assert german & english <= SAME
    assert [text for text in german if ENGLISH.search(text)] == []
