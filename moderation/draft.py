"""A comment as a client sends it, and every way it can be wrong.

Over-long input is refused, never cut: text that is cut after it was judged is not the text that
was judged. Unknown fields are refused, so that a misspelt one is not silently lost.
What is written for readers is `cleaned`; what names something, a key or an address, is refused
instead, since it must not become another's name.
"""

import re
from ipaddress import ip_address
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

import msgspec

from moderation import schema
from moderation.characters import cleaned, is_seen, stray
from moderation.comment import Author, Client, Comment, Thread
from moderation.identity import ID_PATTERN, is_id
from moderation.store.sites import SITE_NAME
from moderation.thread_key import KEY_LIMIT, untracked

BODY_LIMIT = 5000

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_BREAK = re.compile("[\t\n\u2028\u2029]")
_NEWLINES = re.compile("\r\n|\r")
# BCP 47, 2.1, as far as its letters go, and as long as any in use. A page says it of itself, and
# its readers cannot help it: what is not well-formed is no fault, and says nothing.
_LANG = re.compile("(?=.{1,35}$)[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SITE, _ID = f"^{SITE_NAME.pattern}$", f"^{ID_PATTERN}$"

T = TypeVar("T")


class FieldError(msgspec.Struct, frozen=True):
    """What is wrong with one field: a JSON pointer, a code for programs, a sentence for people."""

    pointer: str
    code: str
    detail: str


class InvalidDraft(Exception):
    """The draft cannot become a comment. `errors` says everything that is wrong."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(f"{e.pointer}: {e.detail}" for e in errors))
        self.errors = errors


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object in which an unknown field is an error."""


class DraftThread(Strict, frozen=True, kw_only=True):
    """The article: its key, which names its thread, and what checks may know of it."""

    key: Annotated[
        str, schema.line(KEY_LIMIT, "The article's name: its path, say.", least=1, but=(".", ".."))
    ]
    url: Annotated[str, schema.web_url("Where the article is.")] | None = None
    title: Annotated[str, schema.line(300, "The article's title.")] | None = None
    topics: Annotated[
        tuple[Annotated[str, schema.line(60, least=1)], ...],
        schema.told("What it is about: words that go with it are ordinary there.", maxItems=20),
    ] = ()


class DraftAuthor(Strict, frozen=True, kw_only=True):
    """Who says they wrote it."""

    name: Annotated[str, schema.name(80, "As readers will see it: up to 80 characters.")] = ""
    email: Annotated[str, schema.email("Never shown to readers.")] | None = None
    url: Annotated[str, schema.web_url("A page of theirs, shown as a link.")] | None = None


class DraftClient(Strict, frozen=True, kw_only=True):
    """The reader's machine, as their server knows it."""

    ip: Annotated[str, schema.ip("Its address, of IPv4 or IPv6.")] | None = None
    user_agent: Annotated[str, schema.line(500, "What its browser says it is.")] | None = None


class Draft(Strict, frozen=True, kw_only=True):
    """A comment to be posted."""

    thread: DraftThread
    body: Annotated[
        str,
        schema.text(
            BODY_LIMIT,
            "Plain text. It is shown as it was written, but for controls of direction and tags.",
        ),
    ]
    site: Annotated[str, schema.told("The key's own, if at all.", pattern=_SITE)] | None = None
    parent_id: (
        Annotated[str, schema.told("The published comment that it answers.", pattern=_ID)] | None
    ) = None
    author: DraftAuthor = DraftAuthor()
    lang: (
        Annotated[str, schema.told("Its language, as in BCP 47; what is no such tag is none.")]
        | None
    ) = None
    client: DraftClient = DraftClient()


class LooseDraft(Draft, frozen=True, kw_only=True):
    """A comment to be judged and not kept: it needs no thread."""

    thread: DraftThread = DraftThread(key="/")


_AT = re.compile(r" - at `\$(.*?)`$")


def field_error(exc: msgspec.ValidationError) -> FieldError:
    """msgspec's message as a field error: `Expected `str`, got `int` - at `$.author.name``."""
    message = str(exc)
    at = _AT.search(message)
    path = at.group(1) if at else ""
    pointer = re.sub(r"\[(\d+|\.\.\.)\]", r"/\1", path).replace(".", "/")
    unknown = re.match(r"Object contains unknown field `(.*?)`", message)
    missing = re.match(r"Object missing required field `(.*?)`", message)
    if unknown:
        return FieldError(f"{pointer}/{unknown.group(1)}", "unknown_field", "no such field")
    if missing:
        return FieldError(f"{pointer}/{missing.group(1)}", "required", "must be given")
    return FieldError(pointer, "type", _AT.sub("", message).replace("`", ""))


def to_comment(draft: Draft, *, comment_id: str, site: str, trapped: bool = False) -> Comment:
    """The comment a draft becomes. Raises `InvalidDraft` with every fault found."""
    checker = _Checker()
    thread, author = draft.thread, draft.author
    if draft.site is not None and not SITE_NAME.fullmatch(draft.site):
        checker.add("/site", "invalid", "not the name of a site")
    if thread.key in (".", ".."):  # no client could ever ask for it: a URL's path drops them
        checker.add("/thread/key", "invalid", "must not be . or ..")
    if draft.parent_id is not None and not is_id(draft.parent_id):
        checker.add("/parent_id", "invalid", "not the id of a comment")
    if len(thread.topics) > 20:
        checker.add("/thread/topics", "max_items", f"{len(thread.topics)} of 20")
    comment = Comment(
        id=comment_id,
        site=site,
        thread=Thread(
            key=checker.line("/thread/key", thread.key, KEY_LIMIT, least=1),
            url=checker.url("/thread/url", thread.url and untracked(thread.url)),
            title=checker.maybe("/thread/title", thread.title and cleaned(thread.title), 300),
            topics=tuple(
                checker.line(f"/thread/topics/{i}", cleaned(topic), 60, least=1)
                for i, topic in enumerate(thread.topics[:20])
            ),
        ),
        body=checker.text("/body", draft.body, BODY_LIMIT),
        author=Author(
            name=checker.line("/author/name", cleaned(author.name).strip(), 80),
            email=checker.email("/author/email", author.email),
            url=checker.url("/author/url", author.url),
        ),
        parent_id=draft.parent_id,
        lang=draft.lang if _LANG.fullmatch(draft.lang or "") else None,
        client=checker.client(draft.client),
        trapped=trapped,
    )
    if checker.errors:
        raise InvalidDraft(checker.errors)
    return comment


def to_client(draft: DraftClient) -> Client:
    """A reader's machine. Raises `InvalidDraft` with every fault found."""
    checker = _Checker()
    client = checker.client(draft)
    if checker.errors:
        raise InvalidDraft(checker.errors)
    return client


def to_body(text: str) -> str:
    """A new text for a comment that stands. Raises `InvalidDraft` with every fault found."""
    checker = _Checker()
    body = checker.text("/body", text, BODY_LIMIT)
    if checker.errors:
        raise InvalidDraft(checker.errors)
    return body


class _Checker:
    """Collects faults, so that a client hears of all of them at once."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def add(self, pointer: str, code: str, detail: str) -> None:
        self.errors.append(FieldError(pointer, code, detail))

    def text(self, pointer: str, value: str, most: int) -> str:
        """Text of several lines, which must say something."""
        if "\r" in value:
            value = _NEWLINES.sub("\n", value)
        value = cleaned(value)
        self._characters(pointer, value)
        if len(value) > most:
            self.add(pointer, "max_length", f"{len(value)} of {most} characters")
        elif not value.strip():
            self.add(pointer, "required", "write a comment first")
        return value

    def line(self, pointer: str, value: str, most: int, *, least: int = 0) -> str:
        """Text of one line."""
        fits = least <= len(value) <= most and (not least or value.strip())
        if fits and value.isascii() and value.isprintable():
            return value  # plain, as nearly always
        self._characters(pointer, value)
        if len(value) > most:
            self.add(pointer, "max_length", f"{len(value)} of {most} characters")
        elif least and not is_seen(value):
            self.add(pointer, "required", "must not be empty")
        elif _BREAK.search(value):
            self.add(pointer, "invalid", "must be one line")
        return value

    def maybe(self, pointer: str, value: str | None, most: int) -> str | None:
        return (self.line(pointer, value, most) or None) if value is not None else None

    def email(self, pointer: str, value: str | None) -> str | None:
        value = self.maybe(pointer, value, 254)
        if value and not _EMAIL.fullmatch(value):
            self.add(pointer, "invalid", "not an e-mail address")
        return value

    def client(self, draft: DraftClient) -> Client:
        return Client(
            ip=self.ip("/client/ip", draft.ip),
            user_agent=self.maybe("/client/user_agent", draft.user_agent, 500),
        )

    def ip(self, pointer: str, value: str | None) -> str | None:
        if not value or len(value) > 45 or _is_ip(value):
            return self.maybe(pointer, value, 45)
        self.add(pointer, "invalid", "not an IP address")
        return value

    def url(self, pointer: str, value: str | None) -> str | None:
        """An http or https URL; anything else would be a trap as a link on a page."""
        value = self.maybe(pointer, value, 2000)
        if value and not _is_web_url(value):
            self.add(pointer, "invalid", "not an http or https URL")
        return value

    def _characters(self, pointer: str, value: str) -> None:
        if value.isascii() and value.replace("\n", "").replace("\t", "").isprintable():
            return
        found = stray(value)
        if found:
            self.add(pointer, "character", found)


def _is_ip(value: str) -> bool:
    try:
        return bool(ip_address(value))
    except ValueError:
        return False


def _is_web_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
    except ValueError:
        return False


def decode_draft(data: bytes, kind: type[T]) -> T:
    """A draft from JSON bytes. Raises `InvalidDraft`; `ValueError` if it is not JSON in UTF-8."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as exc:
        # A body may be both the wrong shape and no JSON at all; the latter is the truer word.
        _require_json(data)
        raise InvalidDraft([field_error(exc)]) from exc
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise ValueError("the body is not JSON in UTF-8") from exc


def _require_json(data: bytes) -> None:
    try:
        msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise ValueError("the body is not JSON in UTF-8") from exc
