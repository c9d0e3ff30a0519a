"""Which of a status's comments somebody wants to see: said in an address, decided on a record."""

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from moderation.comment import Comment
from moderation.ruling import BadRuling, Kind, hosts, spelt
from moderation.store.records import Record
from moderation.verdict import Signal
from service.problems import Problem

NUMBERS = ("older", "newer", "score")
HOUR_MS = 3_600_000
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """Everything that is given must hold.

    `author` is a name or an e-mail address, `domain` that of such an address. `host`: a link leads
    there, or to a name below it. `group` names a campaign. `lang` is a language
    as its writer's page named it, with all its kinds: de is de-AT, too. `older` and `newer` are
    ages in hours. `score` is the least one. `q` are words, all of which stand in the text or the
    author's name or address; or the comment's id.
    """

    category: str | None = None
    check: str | None = None
    author: str | None = None
    thread: str | None = None
    rule: str | None = None
    domain: str | None = None
    host: str | None = None
    group: str | None = None
    lang: str | None = None
    older: float | None = None
    newer: float | None = None
    score: float | None = None
    q: str | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """An empty field of a form asks for nothing. Raises `Problem`."""
        given = {f.name: value for f in fields(cls) if (value := query.get(f.name))}
        if len(given.get("q", "")) > LONGEST_SEARCH:
            raise Problem("bad-request", "That is too much to search for.")
        texts = {name: value for name, value in given.items() if name not in NUMBERS}
        numbers = {name: _number(given[name]) for name in NUMBERS if name in given}
        return cls(**texts, **numbers)  # type: ignore[arg-type]

    def said(self) -> dict[str, str]:
        """What is asked for, as it stands in an address; empty if nothing is."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: f"{value:.12g}" if name in NUMBERS else value
            for name, value in given.items()
            if value is not None
        }

    def wants(self, record: Record, now_ms: int) -> bool:
        """`now_ms` is the store's: ages are as of then."""
        comment, verdict = record.comment, record.verdict
        age = now_ms - record.created_ms
        return (
            (self.category is None or (verdict is not None and verdict.category == self.category))
            and (self.check is None or self.check in {s.check for s in _signals(record)})
            and (self.rule is None or self.rule in {s.name for s in _signals(record)})
            and (self.author is None or self.author in (comment.author.name, comment.author.email))
            and (self.domain is None or _same(self.domain, domain_of(comment.author.email)))
            and (self.thread is None or comment.thread.key == self.thread)
            and (self.older is None or age >= self.older * HOUR_MS)
            and (self.newer is None or age <= self.newer * HOUR_MS)
            and (self.score is None or (verdict is not None and verdict.score >= self.score))
            and (self.group is None or self.group == group_of(record) or self._began(record))
            and (self.host is None or _leads_to(comment, self.host))
            and (self.lang is None or _speaks(comment.lang, self.lang))
            and (self.q is None or _says(record, self.q))
        )

    def _began(self, record: Record) -> bool:
        """A campaign is called by the creation of its first comment, which is like none before."""
        return self.group == str(record.created_us)


def group_of(record: Record) -> str | None:
    """The campaign that the checks saw a comment in."""
    named = (signal.params.get("campaign") for signal in _signals(record))
    return next((str(name) for name in named if name), None)


def domain_of(email: str | None) -> str:
    return email.rpartition("@")[2].lower() if email else ""


def _signals(record: Record) -> tuple[Signal, ...]:
    return record.verdict.signals if record.verdict else ()


def _same(asked: str, domain: str) -> bool:
    return asked.strip().removeprefix("@").lower() == domain


def _speaks(said: str | None, wanted: str) -> bool:
    """RFC 4647, 3.3.1: a tag, or one that begins with it and a hyphen; in any case."""
    return f"{said or ''}-".lower().startswith(f"{wanted.strip()}-".lower())


def _leads_to(comment: Comment, asked: str) -> bool:
    """In whichever of its spellings a host is asked for."""
    try:
        host = spelt(Kind.HOST, asked)
    except BadRuling:
        return False
    return any(is_below(each, host) for each in hosts(comment))


def is_below(host: str, other: str) -> bool:
    """Is it that other host, or a name below it?"""
    return host == other or host.endswith(f".{other}")


def _says(record: Record, asked: str) -> bool:
    comment = record.comment
    if asked.strip() == comment.id:
        return True
    place = _folded("\n".join((comment.body, comment.author.name, comment.author.email or "")))
    return all(word in place for word in _folded(asked).split())


def _folded(text: str) -> str:
    """Small letters, one way to write each."""
    return unicodedata.normalize("NFKC", text).casefold()


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Problem("bad-request", "An age in hours and a score are numbers.")
    return value
