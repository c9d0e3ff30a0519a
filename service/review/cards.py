"""What a moderator is shown of one comment, and why it is held. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from moderation.comment import HistoryEntry, Status, Thread
from moderation.policy import Policy
from moderation.store.records import Record
from moderation.verdict import Param, Signal, Verdict, is_care
from service import wording
from service.review.alike import GROUP, group_among
from service.review.highlight import Piece, cut, split
from service.review.order import Measure

WORDS, WORDS_LENGTH = 3, 40
EXCERPT = 120
# Of a longer text so much is shown at once.
LONG = 1200
NO_GROUPS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reason:
    """One signal as a sentence. `number` ties it to its marks in the text; 0 if it has none.

    `words` are what it saw there, for who does not look at the marks, unless the sentence has them.
    """

    number: int
    sentence: str
    words: tuple[str, ...]
    name: str
    category: str
    weight: float
    decisive: bool


@dataclass(frozen=True, slots=True)
class Due:
    """By when a person should have decided, in words."""

    said: str
    late: bool


@dataclass(frozen=True, slots=True)
class Card:
    """`urgent`: somebody may be at risk, as the checks (`cared`) or a person fear."""

    record: Record
    thread: Thread
    parent: Record | None
    age: str
    due: Due | None
    urgent: bool
    cared: bool
    pieces: list[Piece]
    rest: list[Piece]
    reasons: list[Reason]
    held_by: HistoryEntry | None
    suggested: str | None

    @property
    def marks_in_rest(self) -> list[int]:
        """The numbers that stand in the rest of the text alone."""
        here = {mark for piece in self.pieces for mark in piece.marks}
        return sorted({mark for piece in self.rest for mark in piece.marks} - here)

    @property
    def verdict(self) -> Verdict | None:
        return self.record.verdict


@dataclass(frozen=True, slots=True)
class Row:
    """A comment in the list: enough to know it by. `excerpt` is on one line; `alike` are so many of
    its campaign, this one included."""

    id: str
    version: int
    author: str
    label: str
    age: str
    created_ms: int
    due: Due | None
    excerpt: str
    urgent: bool
    worried: bool
    group: str | None
    alike: int


def row(
    record: Record,
    measure: Measure,
    now_ms: int,
    groups: Mapping[str, int] = NO_GROUPS,
    *,
    worried: bool = False,
) -> Row:
    verdict, body = record.verdict, record.comment.body
    cared = is_care(verdict, measure.policy)
    group = group_among(record, groups)
    return Row(
        id=record.comment.id,
        version=record.version,
        author=record.comment.author.name,
        label=wording.category(verdict.category) if verdict else "",
        age=wording.age(now_ms - record.created_ms),
        created_ms=record.created_ms,
        due=due(record, measure, now_ms),
        excerpt=shorten(" ".join(body[: 2 * EXCERPT].split()), EXCERPT),
        urgent=worried or cared,
        worried=worried and not cared,
        group=group if group and groups[group] >= GROUP else None,
        alike=groups[group] if group else 1,
    )


def due(record: Record, measure: Measure, now_ms: int) -> Due | None:
    """By when a person should have decided it; what is not held is not due."""
    if record.status is not Status.HELD:
        return None
    left_ms = record.created_ms + measure.due_ms - now_ms
    return Due(wording.due(left_ms), late=left_ms < 0)


def shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def card(
    record: Record,
    thread: Thread,
    parent: Record | None,
    measure: Measure,
    now_ms: int,
    choices: Collection[str],
    *,
    worried: bool = False,
) -> Card:
    """`choices` are the reasons a moderator may give; what was found is suggested if among them."""
    policy = measure.policy
    reasons, spans = _reasons(record.comment.body, record.verdict, policy)
    last = record.last_move
    found = record.verdict.category if record.verdict else ""
    cared = is_care(record.verdict, policy)
    pieces, rest = split(cut(record.comment.body, spans), LONG)
    return Card(
        record=record,
        thread=thread,
        parent=parent,
        age=wording.age(now_ms - record.created_ms),
        due=due(record, measure, now_ms),
        urgent=worried or cared,
        cared=cared,
        pieces=pieces,
        rest=rest,
        reasons=reasons,
        held_by=None if last.by == "checks" else last,
        suggested=found if found in choices else None,
    )


def _reasons(
    body: str, verdict: Verdict | None, policy: Policy
) -> tuple[list[Reason], list[tuple[int, tuple[int, int]]]]:
    """What weighed most first; what weighs nothing, or what the policy does not list, last."""
    if verdict is None:
        return [], []
    listed = policy.rules
    signals = sorted(
        verdict.signals, key=lambda s: (not s.weight or s.name not in listed, -s.weight)
    )
    reasons, spans, number = [], [], 0
    for signal in signals:
        if signal.spans:
            number += 1
            spans += [(number, span) for span in signal.spans]
        reasons.append(
            Reason(
                number=number if signal.spans else 0,
                sentence=sentence(signal, policy),
                words=() if "words" in signal.params else _words(body, signal),
                name=signal.name,
                category=signal.category,
                weight=signal.weight,
                decisive=signal.name == verdict.decisive,
            )
        )
    return reasons, spans


def sentence(signal: Signal, policy: Policy) -> str:
    """The policy's words for a signal, with its numbers in them."""
    rule = policy.rules.get(signal.name)
    if rule is not None and rule.text:
        try:
            return rule.text.format_map(_plain(signal.params))
        except (LookupError, ValueError, AttributeError, TypeError):
            pass  # the policy's text asks for what this signal does not tell
    return f"{signal.check}: {signal.rule.replace('_', ' ')}"


def _words(body: str, signal: Signal) -> tuple[str, ...]:
    """Up to three different places that the signal marks, each on a line and cut short."""
    found = (" ".join(body[start:end].split()) for start, end in signal.spans)
    seen = dict.fromkeys(shorten(words, WORDS_LENGTH) for words in found)
    return tuple(seen)[:WORDS]


class _Number(float):
    """Rounded for people, unless the policy's text says how."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec or ".3g")


def _plain(params: Mapping[str, Param]) -> dict[str, Param]:
    return {k: _Number(v) if isinstance(v, float) else v for k, v in params.items()}
