"""Comments from files: lines of JSON in either of two forms, made into drafts and comments.

The one form is the body of `POST /v1/comments`, of which only `body` is needed here. The other is a
row of a data set: `text`, and where known `id`, `author`, `author_url`, `article`.
"""

import re
from typing import Any

import msgspec
from msgspec.structs import replace

from moderation.comment import Author, Comment, Thread
from moderation.draft import FieldError, InvalidDraft, LooseDraft, field_error, to_comment

NO_THREAD = "/"
CONTEXT = ("author_url", "article")
# What may stand in a create object here though the interface knows no such field.
EXTRA = ("id", *CONTEXT)
TEXT_LIMIT = 64 * 1024  # characters of a row's text; the service takes 5,000


class BadLine(Exception):
    """A line that is no comment. The message says why, without the line's text."""


def decode(line: bytes) -> dict[str, Any]:
    """A line as a JSON object. Raises `BadLine`."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise BadLine("not JSON in UTF-8") from exc
    if not isinstance(found, dict):
        raise BadLine("not a JSON object")
    return found


def id_of(row: dict[str, Any]) -> str | int | None:
    """The id a row came with, if it can be one."""
    found = row.get("id")
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


def to_draft(row: dict[str, Any], topics: tuple[str, ...] = ()) -> LooseDraft:
    """The draft a row means. `topics` are for rows with none of their own. Raises `BadLine`."""
    if "body" in row:
        fields = {name: value for name, value in row.items() if name not in EXTRA}
    elif "text" in row:
        fields = {"body": row["text"]}
    else:
        raise BadLine("neither body nor text")
    fields["author"] = _author(fields.get("author", row.get("author")), row.get("author_url"))
    fields["thread"] = _thread(fields.get("thread"), row.get("article"), topics)
    try:
        return msgspec.convert(fields, LooseDraft)
    except msgspec.ValidationError as exc:
        error = field_error(exc)
        raise BadLine(f"{error.pointer}: {error.detail}") from exc


def comment_of(row: dict[str, Any], topics: tuple[str, ...] = ()) -> Comment:
    """The comment a row means, for judging alone: it has no id.

    A `body` must be one that the service would take; a `text` is taken as it is. Raises `BadLine`.
    """
    draft = to_draft(row, topics)
    if "body" in row:
        found = faults(draft)
        if found:
            raise BadLine("; ".join(f"{f.pointer}: {f.detail}" for f in found))
        return to_comment(draft, comment_id="", site="check")
    return _as_it_is(adapt(draft)[0])


def faults(draft: LooseDraft) -> list[FieldError]:
    """What the service would refuse about a draft's contents."""
    try:
        to_comment(draft, comment_id="", site="check")
    except InvalidDraft as exc:
        return exc.errors
    return []


def adapt(draft: LooseDraft) -> tuple[LooseDraft, list[str]]:
    """A draft without what is beside the point of an old comment, and what was done to it."""
    done = []
    for pointer in {fault.pointer for fault in faults(draft)}:
        if pointer == "/author/url":
            draft = replace(draft, author=replace(draft.author, url=None))
            done.append("author's URL dropped")
        elif pointer == "/author/name":
            name = _line(draft.author.name, 80)
            draft = replace(draft, author=replace(draft.author, name=name))
            done.append("author's name cut")
        elif pointer == "/thread/title":
            title = _line(draft.thread.title or "", 300)
            draft = replace(draft, thread=replace(draft.thread, title=title))
            done.append("article's title cut")
    return draft, done


def _as_it_is(draft: LooseDraft) -> Comment:
    if len(draft.body) > TEXT_LIMIT:
        raise BadLine(f"/text: {len(draft.body)} of {TEXT_LIMIT} characters")
    thread = Thread(draft.thread.key, None, draft.thread.title, draft.thread.topics)
    author = Author(draft.author.name, draft.author.email, draft.author.url)
    return Comment(id="", site="check", thread=thread, body=draft.body, author=author)


def _line(text: str, most: int) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:most].strip()


def _author(author: Any, url: Any) -> Any:
    if author is None or isinstance(author, str):
        author = {"name": author or ""}
    if isinstance(author, dict) and url and "url" not in author:
        author = {**author, "url": url}
    return author


def _thread(thread: Any, article: Any, topics: tuple[str, ...]) -> Any:
    if thread is None:
        thread = {}
    if isinstance(thread, dict):
        thread = {"key": NO_THREAD, **thread}
        if article and "title" not in thread:
            thread["title"] = article
        if topics and not thread.get("topics"):
            thread["topics"] = topics
    return thread


def on_a_thread(draft: LooseDraft) -> LooseDraft:
    """A draft that names no thread, put on one named after its article's title."""
    if draft.thread.key != NO_THREAD:
        return draft
    slug = re.sub(r"\W+", "-", (draft.thread.title or "").lower()).strip("-")[:100]
    return replace(draft, thread=replace(draft.thread, key=f"/{slug or 'replay'}"))
