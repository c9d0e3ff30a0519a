"""What a word may say that is written so as not to be found: 5h1t, f u c k, f*ck, b.astard.

Pure. Works on folded text (`text.folding`) and knows no words: it only proposes readings. What
has no letters is never read as a word, nor is what is a number with a unit: 142,460, 450ms. Each
part of a text is looked at a fixed number of times, whatever the text.
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from workers.text.run import Run

# What stands for a letter in the company of letters. Which letters may be meant for one another
# besides, 1 for l, is the lexicon's matter.
DIGITS = dict(zip("0123456789", "oizeasgtbg", strict=True))
SIGNS = {
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "i",
    "+": "t",
    "(": "c",
    "<": "c",
    "{": "c",
    "[": "c",
    "€": "e",
    "£": "l",
    "¢": "c",
    "§": "s",
    "¥": "y",
    "¡": "i",
    "†": "t",
    "∂": "d",
    "⊂": "c",
    "⊄": "c",
    "∩": "n",
    "∪": "u",
    "√": "v",
    "∅": "o",
    "°": "o",
    "∆": "a",
    "∑": "e",
}
# Drawn with several signs.
DRAWN = {
    "()": "o",
    "[]": "o",
    "|_|": "u",
    "|-|": "h",
    "|\\|": "n",
    "\\/": "v",
    "/\\": "a",
    "|<": "k",
}
# Pictures, by what they are listed as.
PICTURES = {
    "8==d": re.compile(r"(?<!\w)[8b]={2,40}[d>o](?!\w)|(?<!\w)c={2,40}[38b](?!\w)"),
    "_|_": re.compile(r"(?<!\S)_[|¦il1!\\/(){}\[\]]_(?!\S)"),
    "(.)(.)": re.compile(r"\( ?[.o•] ?\) {0,2}\( ?[.o•] ?\)"),
}
PARTS = {"8==d": "==", "_|_": "_", "(.)(.)": "("}

_DIGITS = str.maketrans(DIGITS)
_READ = str.maketrans(DIGITS | SIGNS)
# Where a digit stands for no letter that looks like it, it hides one: f8ck, ni88er.
_MASKS = str.maketrans(dict.fromkeys("2689", "*") | {d: DIGITS[d] for d in "013457"})
_ANY_VOWEL = str.maketrans({d: "*" if DIGITS[d] in "aeio" else DIGITS[d] for d in DIGITS})

# What a bracket is the C of.
_C_WORDS = r"(?:[uv]nt|ock|oon|rap)s?(?![a-z])|ock[fhst]"
_C_WORD = re.compile(_C_WORDS)

_BRACKETS = re.escape("(<{[")
_ODD_SIGNS = re.escape("".join(SIGNS) + "*#%^&~=_>)\\")
# Odd is what has a letter after it, or stands directly behind one; but an opening bracket behind
# none is a C only in a few beginnings, and after a word an exclamation mark is one. A hyphen or a
# full stop is odd between letters.
_ODD = re.compile(
    rf"[0-9{_ODD_SIGNS}.-](?:(?<![{_BRACKETS}.-])(?=[0-9/{_ODD_SIGNS}]{{0,4}}[a-z])"
    rf"|(?<=[a-z].)(?<![!)>=.-])|(?<=[(<])(?={_C_WORDS})|(?<=[a-z][.-])(?=[a-z]))"
)
_QUANTITY = re.compile(r"[$€£+-]?[\d.,:/-]+[a-z]{1,3}(?:/[a-z]{1,6})?")
_EDGE = "\"'.,;:?!)]}>…-~`"
_SPACE = re.compile(r"\s")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_NOT_MASK = re.compile(r"[^a-z0-9*]")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[-./_~=:;,]+")
_JOINT = re.compile(r"(?<![-._/:;,])[-._/:;,](?![-._/:;,])")
_NO_MASK = re.compile(r"[^a-z0-9*#%^&@$!]$")
# Three of a letter, or two of one that English does not double, or with which a word begins.
_REPEATED = re.compile(r"([a-z])\1(?:\1|(?<=[ahijkquvwxy])|(?<![a-z]..))")

# Letters that are no words.
_ALONE = set("bcdefghjklmnopqrstuvwxyz")

# Longer pieces without white space are cut; what is longer than a word may be is not read.
LONGEST_PIECE = 40
LONGEST_WORD = 60
# So far before a letter that stands alone a word may begin, in words ("wan k er").
BACK = 2
APART = 3


class Reading(NamedTuple):
    """`letters` is what `text[start:end]` may say, with `*` for what is masked.

    `kind`: `part` is said plainly, between underscores or digits, `joined` across hyphens and the
    like; `stretched` is a word with letters repeated, `drawn` a picture. `leet`, `masked`, `apart`
    and `split` are disguised, the last in pieces of several letters.
    """

    start: int
    end: int
    kind: str
    letters: str


def readings(text: str, run: Run, beginnings: Container[str]) -> Iterator[Reading]:
    """Every reading of the odd parts of the text. `beginnings` are those of words worth joining."""
    alone = [at for word in _ALONE & run.at.keys() for at in run.at[word]]
    for listed, part in PARTS.items():
        if part in text:
            for match in PICTURES[listed].finditer(text):
                yield Reading(*match.span(), "drawn", listed)
    yield from _odd(text, [run.starts[at] for at in alone])
    if alone:
        yield from _apart(run, alone, beginnings)
    yield from _repeated(run)


def _odd(text: str, alone: list[int]) -> Iterator[Reading]:
    places = [match.start() for match in _ODD.finditer(text)]
    done = 0
    for place in sorted(places + alone) if alone else places:
        if place < done:
            continue
        start = max(text.rfind(" ", done, place), text.rfind("\n", done, place)) + 1 or done
        space = _SPACE.search(text, place)
        done = space.start() if space else len(text)
        if "://" in text[start:done] or text.startswith("www.", start):
            continue
        for at in range(start, done, LONGEST_PIECE):
            for reading in _piece(text[at : min(at + LONGEST_PIECE, done)]):
                yield reading._replace(start=at + reading.start, end=at + reading.end)


@lru_cache(maxsize=4096)
def _piece(piece: str) -> tuple[Reading, ...]:
    """The readings of what has no white space; where they stand in it. The same come often."""
    return tuple(_read(piece))


def _read(piece: str) -> Iterator[Reading]:
    core = piece.rstrip(_EDGE)
    end = len(core)
    core = core.lstrip(_EDGE + "*#&=")
    # "(which" is no word in c.
    if core[:1] in "([{<" and not _C_WORD.match(core, 1):
        core = core[1:]
    start = end - len(core)
    # Of "who're" and "dick's" what stands before the apostrophe.
    core = core.partition("'")[0]
    end = start + len(core)
    digits, letters = sum(map(str.isdigit, core)), sum(map(str.isalpha, core))
    most = 2 * letters if core.isalnum() and len(core) > 5 else letters
    if len(core) < 3 or not letters or digits > most or _QUANTITY.fullmatch(core):
        return
    if letters == len(core):
        return
    joined = _NOT_LETTERS.sub("", core.translate(_DIGITS))
    single = not _TWO_LETTERS.search(core)
    yield Reading(start, end, "leet" if digits else "apart" if single else "joined", joined)
    if digits or "_" in core:
        for word in _LETTERS.finditer(core):
            yield Reading(start + word.start(), start + word.end(), "part", word[0])
    drawn = _DRAWN.sub(_letter, core)
    if drawn != core or not core.isalnum():
        for part in _BETWEEN.split(drawn):
            leet = _NOT_LETTERS.sub("", part.translate(_READ))
            if leet != joined and (drawn != core or not part.isalpha()):
                yield Reading(start, end, "leet", leet)
    inner = letters > 2 and core[0].isalpha() and core[-1].isalpha()
    masked = _NOT_MASK.sub("*", core.translate(_MASKS if inner else _DIGITS))
    # One hyphen or the like joins, more of them mask; what masks an end is a mask and nothing else.
    if "*" in masked and not _JOINT.search(core) and not _NO_MASK.search(core):
        yield Reading(start, end, "masked", masked)
    # Of several digits for vowels none need be the right one: f4ck3r.
    if digits > 1 and letters > 2:
        yield Reading(start, end, "masked", _NOT_MASK.sub("*", core.translate(_ANY_VOWEL)))


_DRAWN = re.compile("|".join(map(re.escape, DRAWN)))


def _letter(match: re.Match[str]) -> str:
    return DRAWN[match[0]]


def _apart(run: Run, alone: list[int], beginnings: Container[str]) -> Iterator[Reading]:
    """Words of which at least one letter stands alone."""
    tried: set[int] = set()
    for place in alone:
        for first in range(max(0, place - BACK), place + 1):
            if first not in tried:
                tried.add(first)
                yield from _together(run, first, beginnings)


def _together(run: Run, first: int, beginnings: Container[str]) -> Iterator[Reading]:
    words, starts, ends = run.words, run.starts, run.ends
    joined = words[first].translate(_DIGITS)
    single = len(joined) == 1
    lone = words[first] in _ALONE
    # Of letters that all stand alone the word is all: W.H.O. is not ho.
    begins = not _alone(run, first - 1) or starts[first] - ends[first - 1] > APART
    for at in range(first + 1, len(words)):
        if joined not in beginnings or starts[at] - ends[at - 1] > APART:
            return
        if words[at].isdigit() and len(words[at]) > 1:
            return
        joined += words[at].translate(_DIGITS)
        single = single and len(words[at]) == 1
        lone = lone or words[at] in _ALONE
        whole = begins and (not _alone(run, at + 1) or starts[at + 1] - ends[at] > APART)
        if lone and (not single or whole or len(joined) > 3):
            yield Reading(starts[first], ends[at], "apart" if single else "split", joined)


def _alone(run: Run, at: int) -> bool:
    return 0 <= at < len(run.words) and len(run.words[at]) == 1


def _repeated(run: Run) -> Iterator[Reading]:
    """Words with letters repeated. They are looked for in all words at once."""
    together = " ".join([word for word in run.at if len(word) > 3])
    done = 0
    for match in _REPEATED.finditer(together):
        if match.start() < done:
            continue
        start = together.rfind(" ", done, match.start()) + 1 or done
        done = together.find(" ", start)
        word = together[start : done if done >= 0 else len(together)]
        done = start + len(word)
        letters = word.partition("'")[0]
        if len(letters) <= LONGEST_WORD and letters.isalpha():
            for at in run.at[word]:
                place = run.starts[at], run.starts[at] + len(letters)
                yield Reading(*place, "stretched", letters)
                if "vv" in letters:
                    yield Reading(*place, "leet", letters.replace("vv", "w"))
