"""A comment's features: what a filter can learn from, and all of a text that it keeps.

Pure. Words and pairs of words are one view of a comment, who wrote it and where it leads another;
they are weighed apart, so that a long text does not drown the short identity (docs/adr/0013). A
feature is a number of 32 bits, CRC-32 of its name; the names are at hand for explaining.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from zlib import crc32

from moderation.comment import Author, Comment
from workers.folding import fold

# Words of a text that are looked at: where offers stand, and where links are dropped.
FIRST, LAST = 120, 40
MOST_HOSTS = 8
MOST_NAME_WORDS = 8
# Begins the checksum of what is no word.
IDENTITY = 0x1D

# Apostrophes go, so that "don't" is one word; other signs part words.
SIGNS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~…–—―«»“”„¡¿·•。、！？，：；（）「」'
PARTING: dict[int, str | None] = {ord(sign): " " for sign in SIGNS}
PARTING |= dict.fromkeys(map(ord, "'’‘ʼ"))
LINK = re.compile(r"(?:https?://|www\.)([^\s/?#<>\"'()\[\],;!]{1,253})\S{0,2000}")
SCHEME = re.compile(r"https?://")
# Second levels under which names are sold: example.co.uk is a name, co.uk is none.
SECOND = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})


class Features:
    """`text` and `identity` are the numbers in either view, each once, at most 330 together."""

    def __init__(self, words: list[str], identity: dict[int, str]) -> None:
        self._words = words
        self._identity = identity
        self._numbers, self._pairs = _numbers(words)
        self.text = {*self._numbers, *self._pairs}
        self.identity = identity.keys()

    @property
    def all(self) -> tuple[int, ...]:
        """Of both views, each once."""
        return tuple(self.text | self.identity)

    @cached_property
    def names(self) -> dict[int, str]:
        """What each number stands for, in the order of the text."""
        pairs = zip(self._pairs, map(" ".join, pairwise(self._words)), strict=True)
        return dict(zip(self._numbers, self._words, strict=True)) | dict(pairs) | self._identity


def features(comment: Comment) -> Features:
    """In time linear in the text."""
    text = fold(comment.body).text
    hosts: list[str] = []
    if "://" in text or "www." in text:
        hosts = LINK.findall(text)
        text = LINK.sub(" ", text)
    words = text.translate(PARTING).split()
    length = len(words)
    if length > FIRST + LAST:
        words = words[:FIRST] + words[-LAST:]
    names = _identity(comment.author, hosts, length)
    identity = {crc32(name.encode("utf-8", "surrogatepass"), IDENTITY): name for name in names}
    return Features(words, identity)


def _numbers(words: list[str]) -> tuple[list[int], list[int]]:
    """Of words and of pairs of neighbours. One encoding for all of them, and no loop of our own.

    A word's number is the checksum of a space and it, and a pair's that of both so written, which
    goes on from the first one's: "a bout" is not "about".
    """
    if not words:
        return [], []
    spaced = " " + "\n ".join(words)
    encoded = spaced.encode("utf-8", "surrogatepass").split(b"\n")
    numbers = list(map(crc32, encoded))
    return numbers, list(map(crc32, encoded[1:], numbers))


def _identity(author: Author, hosts: list[str], length: int) -> Iterator[str]:
    """Names of the author's and the comment's other features."""
    words = fold(author.name).text.translate(PARTING).split()
    yield from (f"name: {word}" for word in words[:MOST_NAME_WORDS])
    yield f"words in the name: {min(len(words), 4)}"
    if author.name and author.name == author.name.lower():
        yield "a name in lower case"
    if any(map(str.isdecimal, author.name)):
        yield "a name with digits"
    yield f"links: {min(len(hosts), 5)}"
    yield "an address given" if author.url else "no address given"
    if author.url:
        hosts = [SCHEME.sub("", author.url.lower()).partition("/")[0], *hosts]
    yield from (f"site: {site(host)}" for host in hosts[:MOST_HOSTS])
    if author.email:
        yield f"mail at {site(author.email.lower())}"
    yield f"length: {length.bit_length()}"


def site(host: str) -> str:
    """The name under which a host was registered, near enough: by the number of its labels."""
    labels = host.rpartition("@")[2].partition(":")[0].strip(".").split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND
    return ".".join(labels[-3 if deep else -2 :])
