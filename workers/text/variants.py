"""Ways in which a listed word may be written: with an ending, in a compound, torn, masked. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator

from moderation.policy.profanity import Compounds

GRAVE = ("slur", "strong")
RUNS = re.compile(r"(.)\1*")
VOWELS = str.maketrans("aeiou", "*****")
# Shorter words are no words when torn in two.
SHORTEST_TORN = 4


def endings(word: str, grade: str) -> Iterator[str]:
    if word.isalpha() and grade != "clinical":
        yield word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if word.isalpha() and grade in GRAVE:
        yield word + "'s"
        yield word + "z"
        if len(word) < 6:
            yield word + word[-1]


def compounds(parts: Compounds) -> Iterator[str]:
    for front in parts.fronts:
        for back in parts.backs:
            yield front + back
            yield front + back + "s"


def torn(graded: dict[str, str], fragments: frozenset[str]) -> dict[str, dict[str, str]]:
    """Grave words by their two parts, first that which is no word, then the other one.

    Where both are words they may have met by chance.
    """
    parts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for word, grade in graded.items():
        if grade not in GRAVE or len(word) < SHORTEST_TORN or not word.isalpha():
            continue
        for spelling in (word, word + "s"):
            for at in range(2, len(spelling) - 1):
                first, second = spelling[:at], spelling[at:]
                if first not in fragments:
                    parts[first][second] = word
                elif second not in fragments:
                    parts[second][first] = word
    return dict(parts)


def masks(word: str, grade: str, least: int) -> Iterator[str]:
    """The word with its vowels masked, or some letters in a row, but never the first.

    If all that follow are, then after `least` letters: "s*****" is any name at all.
    """
    yield word[0] + word[1:].translate(VOWELS)
    length = len(word)
    for start in range(1, length):
        # Of a mild word, one letter: much else may be meant by more.
        for end in range(start + 1, length + 1 if grade in GRAVE else start + 2):
            if end < length or start >= least:
                yield word[:start] + "*" * (end - start) + word[end:]


def stretched(written: str, word: str) -> bool:
    """Is it the word with letters repeated? What the word has twice must be there twice."""
    at = 0
    for run in RUNS.finditer(word):
        end = at
        while end < len(written) and written[end] == run[1]:
            end += 1
        if end - at < len(run[0]):
            return False
        at = end
    return at == len(written)
