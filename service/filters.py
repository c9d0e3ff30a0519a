"""Which of a status's comments somebody wants to see: said in an address, decided on a record."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from moderation.store.records import Record


@dataclass(frozen=True, slots=True)
class Filter:
    """Everything that is given must hold. `author` is a name or an e-mail address."""

    category: str | None = None
    check: str | None = None
    author: str | None = None
    thread: str | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """An empty field of a form asks for nothing."""
        return cls(*(query.get(field.name) or None for field in fields(cls)))

    def said(self) -> dict[str, str]:
        """What is asked for, as it stands in an address; empty if nothing is."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in given.items() if value is not None}

    def wants(self, record: Record) -> bool:
        comment, verdict = record.comment, record.verdict
        return (
            (self.category is None or (verdict is not None and verdict.category == self.category))
            and (self.check is None or self.check in _checks(record))
            and (self.author is None or self.author in (comment.author.name, comment.author.email))
            and (self.thread is None or comment.thread.key == self.thread)
        )


def _checks(record: Record) -> set[str]:
    return {signal.check for signal in record.verdict.signals} if record.verdict else set()
