"""What a thread is about, and which words are ordinary there.

Pure. A thread on ketamine therapy makes talk of doses, clinics and suicidal thoughts ordinary; the
families of words that belong together are the policy's. Nothing here excuses an offer: it is about
words that would count by their subject alone.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from moderation.comment import Thread
from moderation.policy import Policy
from moderation.verdict import Span
from workers.subject import Subject

WORD = re.compile(r"[^\W\d_]{3,40}")
REMEMBERED = 512  # threads
READ = 600  # characters of a title, of all topics, of a key


class Topic(NamedTuple):
    """`words` of the thread's own title and topics; `ordinary` has them, too. All are stems."""

    words: frozenset[str]
    ordinary: frozenset[str]


class Topics:
    """Built once from a policy."""

    def __init__(self, policy: Policy) -> None:
        self._empty = frozenset(policy.topics.empty)
        self._families = [
            (frozenset(map(stem, one.about)), frozenset(map(stem, (*one.about, *one.ordinary))))
            for one in policy.topics.families.values()
        ]
        self.of = lru_cache(REMEMBERED)(self._of)

    def content(self, text: str) -> frozenset[str]:
        """The stems of a text's words that say something of what it is about."""
        found = WORD.findall(text.lower())
        return frozenset(stem(word) for word in found if word not in self._empty)

    def odd(self, subject: Subject, spans: Iterable[Span]) -> list[Span]:
        """Those of the spans whose words are not ordinary on the comment's thread."""
        ordinary = self.of(subject.comment.thread).ordinary
        return [span for span in spans if stem(subject.text[slice(*span)]) not in ordinary]

    def _of(self, thread: Thread) -> Topic:
        """By its title and topics; without them by its key, which often is an article's path."""
        said = f"{(thread.title or '')[:READ]} {' '.join(thread.topics)[:READ]}"
        words = self.content(said) or self.content(unquote(thread.key[:READ]))
        belonging = (ordinary for about, ordinary in self._families if about & words)
        return Topic(words, words.union(*belonging))


def stem(word: str) -> str:
    """The word without its plural's ending, roughly: enough for words to meet."""
    word = word.lower()
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
