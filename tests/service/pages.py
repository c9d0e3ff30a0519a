"""Reading pages as a browser would, for tests."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from moderation.store import Store

Client = TestClient[web.Request, web.Application]

VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})
FORBIDDEN = frozenset(
    {"script", "style", "iframe", "object", "embed", "base", "svg", "math", "template", "img"}
)
ADDRESSES = frozenset({"href", "src", "action", "formaction", "content", "data", "poster"})

OURS = re.compile(r"/static/console-[0-9a-f]{16}/[a-z]+\.js")

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "</textarea></title></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}&lt;b&gt;",
    "javascript:alert(1)//",
)


class Element:
    """A tag with what it holds."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag, self.attrs, self.text = tag, attrs, ""


class Page(HTMLParser):
    """A parsed page. `elements` are in document order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {[e.tag for e in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attrs: str) -> list[Element]:
        """Elements by tag and attributes; `class_` for class, one class is enough."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            e
            for e in self.elements
            if e.tag == tag
            and all(
                value in e.attrs.get(name, "").split()
                if name == "class"
                else e.attrs.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str, **attrs: str) -> Element:
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} of <{tag} {attrs}> in {self.html}"
        return found[0]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", self.one("body").text).strip()

    def fields(self) -> dict[str, str]:
        """What the comment form would send, untouched."""
        sent = {e.attrs["name"]: e.attrs.get("value", "") for e in self.all("input")}
        return sent | {e.attrs["name"]: typed(e) for e in self.all("textarea")}


def typed(textarea: Element) -> str:
    """A browser drops the newline that directly follows the tag."""
    return textarea.text.removeprefix("\n")


async def read_page(response: ClientResponse, status: int = 200) -> Page:
    """The answer, which must be a safe page, parsed."""
    html = await response.text()
    assert response.status == status, f"{response.status}: {html}"
    assert response.content_type == "text/html"
    policy = response.headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Request-ID"]
    page = Page(html)
    assert_inert(page, scripts="script-src 'self'" in policy)
    return page


def assert_inert(page: Page, *, scripts: bool = False) -> None:
    """Nothing on the page runs but our own modules, if those may; no address leads anywhere but to
    the web or to us."""
    for element in page.elements:
        if scripts and element.tag == "script":
            assert OURS.fullmatch(element.attrs.get("src", "")), page.html
            assert not element.text, page.html
            continue
        assert element.tag not in FORBIDDEN, page.html
        for name, value in element.attrs.items():
            assert not name.startswith("on"), page.html
            assert name != "style", page.html
            if name in ADDRESSES and element.tag != "meta":
                scheme = urlsplit(value.strip()).scheme
                icon = element.attrs.get("rel") == "icon" and scheme == "data"
                number = re.fullmatch(r"tel:\+?[0-9]+", value)
                assert scheme in ("", "http", "https") or icon or number, f"{name}={value}"


async def add_blog(store: Store, **fields: Any) -> None:
    """A site called `blog`, at blog.example."""
    fields.setdefault("title", "A Blog")
    fields.setdefault("url", "https://blog.example/")
    await store.sites.add("blog", **fields)


def thread_path(key: str = "/hello", site: str = "blog") -> str:
    return f"/t/{site}/{quote(key, safe='')}"
