"""A comment's features: what a filter can learn from, and all of a text that it keeps.

Pure. Words and pairs of words are one view of a comment, who wrote it and where it leads another;
they are weighed apart, so that a long text does not drown the short identity (docs/adr/0013). A
feature is a number of 32 bits, CRC-32 of its name; the names are at hand for explaining.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

from moderation.comment import Author
from workers.text.folding import fold
from workers.text.hosts import owner
from workers.text.linked import LINK, links, parse

# Words of a text that are looked at: where offers stand, and where links are dropped.
FIRST, LAST = 80, 20
MOST_HOSTS = 8
MOST_NAME_WORDS = 8
# Begins the checksum of what is no word.
IDENTITY = 0x1D

# Apostrophes go, so that "don't" is one word; other signs part words.
SIGNS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~…–—―«»“”„¡¿·•。、！？，：；（）「」'
PARTING: dict[int, str | None] = {ord(sign): " " for sign in SIGNS}
PARTING |= dict.fromkeys(map(ord, "'’‘ʼ"))


class Features:
    """`text` and `identity` are the numbers in either view, each once, at most 220 together."""

    def __init__(self, words: list[str], identity: dict[int, str]) -> None:
        self._words = words
        self._identity = identity
        self._numbers, self._pairs = _numbers(words)
        self.text = dict.fromkeys([*self._numbers, *self._pairs])
        self.identity = dict.fromkeys(identity)

    @property
    def all(self) -> tuple[int, ...]:
        """Of both views, each once, those of the text first."""
        return (*(self.text | self.identity),)

    @property
    def single(self) -> Iterable[int]:
        """Without the pairs."""
        return dict.fromkeys([*self._numbers, *self.identity])

    def name(self, feature: int) -> str:
        """What a number stands for."""
        if feature in self._identity:
            return self._identity[feature]
        if feature in self._numbers:
            return self._words[self._numbers.index(feature)]
        at = self._pairs.index(feature)
        return f"{self._words[at]} {self._words[at + 1]}"


def features(folded: str, author: Author) -> Features:
    """Of a comment's text as `text.folding` leaves it; in time linear in it."""
    hosts = [link.host for link in links(folded)]
    text = LINK.sub(" ", folded) if hosts else folded
    words = text.translate(PARTING).split()
    length = len(words)
    if length > FIRST + LAST:
        words = words[:FIRST] + words[-LAST:]
    names = _identity(author, hosts, length)
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
    """Names of the author's and the comment's other features. How many links there are is none: the
    policy weighs that already, and a site whose spam alone had links will meet a reader's."""
    words = fold(author.name).text.translate(PARTING).split()
    yield from (f"name: {word}" for word in words[:MOST_NAME_WORDS])
    yield f"words in the name: {min(len(words), 4)}"
    if author.name and author.name == author.name.lower():
        yield "a name in lower case"
    if any(map(str.isdecimal, author.name)):
        yield "a name with digits"
    yield "an address given" if author.url else "no address given"
    own = parse(author.url) if author.url else None
    yield from (f"site: {host}" for host in [*(own[:1] if own else ()), *hosts][:MOST_HOSTS])
    if author.email:
        yield f"mail at {owner(author.email.lower().rpartition('@')[2])}"
    yield f"length: {length.bit_length()}"
