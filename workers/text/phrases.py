"""Where an operator's words and phrases stand in a text.

Pure. A phrase is found whole (no part of a longer word), in any case, with any white space where it
has some. Time is linear in the text: a phrase is compared only where its first word stands.
"""

from collections import defaultdict
from collections.abc import Iterable

from moderation.verdict import Span
from workers.subject import APOSTROPHES, Subject, tokens
from workers.text.run import WORD

Step = tuple[str, bool]


class Phrases:
    """Built once from a policy's list."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: defaultdict[str, list[tuple[Step, ...]]] = defaultdict(list)
        for phrase in phrases:
            found = tokens(phrase.lower().translate(APOSTROPHES))
            if found:
                rest = tuple((token.text, token.apart) for token in found[1:])
                self._by_first[found[0].text].append(rest)
        for rests in self._by_first.values():
            rests.sort(key=len, reverse=True)
        # By a long word of each, which is a rare one, all words that a text must have for it.
        self._needed: defaultdict[str, list[set[str]]] = defaultdict(list)
        self._wordless = False
        for first, rests in self._by_first.items():
            for rest in rests:
                words = {text for text in (first, *(text for text, _ in rest)) if WORD.match(text)}
                self._wordless |= not words
                self._needed[max(words, key=len, default="")].append(words)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def spans(self, subject: Subject) -> tuple[Span, ...]:
        """The longest phrase that begins at each place, in order; they may overlap."""
        if not self._may_stand_in(subject):
            return ()
        found: list[Span] = []
        for at, token in enumerate(subject.tokens):
            for rest in self._by_first.get(token.text, ()):
                following = subject.tokens[at + 1 : at + 1 + len(rest)]
                if tuple((other.text, other.apart) for other in following) == rest:
                    found.append((token.start, (following or [token])[-1].end))
                    break
        return tuple(found)

    def _may_stand_in(self, subject: Subject) -> bool:
        """Has the text all words of some phrase? Hardly any has, and that is soon seen."""
        words = set(subject.run.at)
        words.update(part for word in subject.run.at if "'" in word for part in word.split("'"))
        return self._wordless or any(
            needed <= words for word in self._needed.keys() & words for needed in self._needed[word]
        )


def outside(spans: Iterable[Span], allowed: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans that lie wholly inside none of `allowed` (in order of their beginnings)."""
    left: list[Span] = []
    at, reach = 0, 0
    for start, end in sorted(spans):
        # Of the allowed spans that begin by here, the one that reaches furthest decides.
        while at < len(allowed) and allowed[at][0] <= start:
            reach = max(reach, allowed[at][1])
            at += 1
        if end > reach:
            left.append((start, end))
    return tuple(left)
