"""A text as its reader sees it, in plain small Latin letters where it can be, for matching only.

Pure. `fold` takes out what cannot be seen, takes diacritics off, makes letters that look Latin
Latin, and sees through HTML within words. Digits and symbols stay as they are: what they may stand
for is `text.disguise`'s matter. Every character of the result knows what it was made of, so that
spans lead back into the body as written.

Each character is folded by itself, which makes it linear: normalising a whole text is quadratic in
the length of a run of combining marks, and makes some characters 18 of one.
"""

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, decomposition, normalize

from moderation.verdict import Span
from workers.text.lookalikes import LOOKALIKES

# What is beyond is not looked at. No comment may be that long.
LONGEST = 10_000
# Nor does a character become more than this: U+FDFA would become 18, a word of Arabic.
MOST = 4

# Latin, Greek and Cyrillic: there a mark above or below a letter does not make another letter of
# it. Other scripts keep theirs: Hangul would fall apart, and Japanese lose its voiced sounds.
EUROPEAN = "\u0590"

# Nothing that a reader sees: marks (which sit on what does), joiners, controls, private use.
UNSEEN = ("Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn")
# Letters and signs by their category, and blank all the same.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"

_OTHER = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP = re.compile(
    r"</?(a|abbr|b|bdi|bdo|big|br|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|"
    r"pre|q|s|samp|small|span|strike|strong|sub|sup|tt|u|ul|var|wbr)(?:[\s/][^<>]{0,300})?>"
    r"|<!--[^<>]{0,300}-->"
    r"|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});"
)
_BREAKS = re.compile(r"br|div|h\d|hr|li|ol|p|pre|ul")
_NO_MARKUP = str.maketrans("<&", "(+")


class Folded(NamedTuple):
    """`text[i]` was made of the body's characters from `starts[i]` up to `ends[i]`.

    Both are empty if every character stands where it stood.
    """

    text: str
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def span(self, start: int, end: int) -> Span:
        """The place in the body of `text[start:end]`, which is not empty."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def fold(body: str) -> Folded:
    """Of at most `LONGEST` characters of the body, at most as many. Folding it again changes
    nothing."""
    body = body[:LONGEST]
    other = {} if body.isascii() else {c: letters(c) for c in _OTHER.findall(body)}
    if all(map(_is_one, other.values())) and not _CONTROL.search(body):
        # Each character becomes one: no map is needed, and nothing is done one by one.
        folded = Folded(body.translate({ord(c): new for c, new in other.items()}).casefold())
    else:
        pieces = list(map(letters, body))
        starts = [at for at, piece in enumerate(pieces) for _ in piece][:LONGEST]
        folded = Folded("".join(pieces)[:LONGEST], starts, [start + 1 for start in starts])
    text = folded.text
    if ("<" in text or "&" in text) and _MARKUP.search(text):
        return _without_markup(folded)
    return folded


@lru_cache(maxsize=4096)
def letters(character: str) -> str:
    """What a reader may take the character for: at most `MOST` characters, or none at all."""
    if character.isascii():
        return "" if _CONTROL.match(character) else character.lower()
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    if category(character) in UNSEEN or character in BLANKS:
        return ""
    if character.isspace():
        return "\n" if character in "\x85\u2028\u2029" else " "
    if not decomposition(character) and len(character.casefold()) == 1:
        return LOOKALIKES.get(character.casefold(), character.casefold())
    whole = normalize("NFKD", character)
    if whole[0] >= EUROPEAN:
        whole = normalize("NFKC", character)
    if not any(map(str.isalnum, whole)):
        return "" if whole[0] == " " else character  # no accents alone; an ellipsis stays one
    parts = (LOOKALIKES.get(one, one) for one in whole if category(one) not in UNSEEN)
    return "".join(LOOKALIKES.get(one, one) for one in "".join(parts).casefold())[:MOST]


def _is_one(piece: str) -> bool:
    return len(piece) == 1


def _without_markup(folded: Folded) -> Folded:
    """Tags out, entities of letters made letters. If that made another tag or entity of what stood
    around it ("<<b>b>"), the text keeps no markup at all, or folding again would go on."""
    text = folded.text
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(start: int, end: int) -> None:
        pieces.append(text[start:end])
        starts.extend(folded.starts[start:end] or range(start, end))
        ends.extend(folded.ends[start:end] or range(start + 1, end + 1))

    done = 0
    for match in _MARKUP.finditer(text):
        instead = _instead(match)
        if instead == match[0]:
            continue
        keep(done, match.start())
        start, end = folded.span(*match.span())
        pieces.append(instead)
        starts.extend([start] * len(instead))
        ends.extend([end] * len(instead))
        done = match.end()
    keep(done, len(text))
    clean = "".join(pieces)
    if any(_instead(match) != match[0] for match in _MARKUP.finditer(clean)):
        clean = clean.translate(_NO_MARKUP)
    return Folded(clean, starts, ends)


def _instead(markup: re.Match[str]) -> str:
    written = markup[0]
    if written[0] == "<":
        return "\n" if _BREAKS.fullmatch(markup[1] or "") else ""
    meant = "".join(map(letters, html.unescape(written)))
    seen = meant.strip()
    return meant if not seen or seen.isalpha() else written
