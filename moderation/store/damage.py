"""Damaged keys: naming them, and telling what they make of a call from a store that is away."""

from dataclasses import dataclass
from typing import Any, Self

from redis.exceptions import ResponseError

from moderation.store import keys
from moderation.store.findings import Finding, Kind

# What the store answers when a key is of another type, and when a count in it is no number.
ANSWERS = ("WRONGTYPE", "not an integer")
ANOTHER_TYPE = "of another type"
NO_TEXT = "no text"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it was met. `raw` is its name, whatever bytes that is."""

    site: str
    what: str
    rest: str
    raw: bytes

    @classmethod
    def met(cls, raw: bytes) -> Self:
        return cls(*keys.parse(shown(raw)), raw)

    @property
    def place(self) -> str:
        """Which of its site's keys it is."""
        return f"{self.what}:{self.rest}" if self.rest else self.what

    def damaged(self, how: str = ANOTHER_TYPE) -> Finding:
        return Finding(self.site, "", Kind.KEY_DAMAGED, f"{self.place}: {how}")


def is_damage(reply: Any) -> bool:
    """Does an answer, or what was raised in its place, say that a key is damaged?"""
    said = str(reply) if isinstance(reply, ResponseError) else ""
    return any(answer in said for answer in ANSWERS)


async def replies(pipe: Any) -> list[Any]:
    """What a pipeline is answered, None where a damaged key answers (fsck tells). Raises the first
    answer that speaks of anything else, and what `StoreErrors` names."""
    answers = await pipe.execute(raise_on_error=False)
    for answer in answers:
        if isinstance(answer, Exception) and not is_damage(answer):
            raise answer
    return [None if isinstance(answer, Exception) else answer for answer in answers]


def shown(raw: bytes) -> str:
    """A name for people to read, whatever bytes it is."""
    return raw.decode(errors="backslashreplace")


def text(raw: bytes) -> str | None:
    """A name that the store was given by us; None if it cannot be one."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None
