"""Which script a letter is of, as far as telling readers' languages and disguises apart needs it.

Pure. From the blocks of the Unicode charts; digits, signs and marks are of no script.
"""

from bisect import bisect
from collections import Counter
from functools import lru_cache

# Where a block of a script begins, and the script; "" is what has none or does not matter here.
BLOCKS: tuple[tuple[int, str], ...] = (
    (0x0, "latin"),
    (0x250, "ipa"),
    (0x370, "greek"),
    (0x400, "cyrillic"),
    (0x530, "armenian"),
    (0x590, "hebrew"),
    (0x600, "arabic"),
    (0x900, "indic"),
    (0xE00, "thai"),
    (0xE80, "southeast"),
    (0x10A0, "georgian"),
    (0x1100, "hangul"),
    (0x1200, "ethiopic"),
    (0x13A0, "cherokee"),
    (0x1400, "syllabics"),
    (0x1680, "southeast"),
    (0x1D00, "ipa"),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, ""),
    (0x2C00, "slavonic"),
    (0x2C60, "latin"),
    (0x2C80, "coptic"),
    (0x2D00, "georgian"),
    (0x2D30, "ethiopic"),
    (0x2DE0, "cyrillic"),
    (0x2E00, ""),
    (0x3040, "kana"),
    (0x3100, "han"),
    (0x3130, "hangul"),
    (0x3190, "han"),
    (0x31F0, "kana"),
    (0x3200, "han"),
    (0xA000, "yi"),
    (0xA4D0, "lisu"),
    (0xA640, "cyrillic"),
    (0xA6A0, ""),
    (0xA720, "latin"),
    (0xA800, "southeast"),
    (0xAB30, "latin"),
    (0xAB70, "cherokee"),
    (0xABC0, "southeast"),
    (0xAC00, "hangul"),
    (0xD800, ""),
    (0xF900, "han"),
    (0xFB00, "latin"),
    (0xFB13, "armenian"),
    (0xFB1D, "hebrew"),
    (0xFB50, "arabic"),
    (0xFE00, ""),
    (0xFE70, "arabic"),
    (0xFEFF, ""),
    (0xFF66, "kana"),
    (0xFFA0, "hangul"),
    (0xFFE0, ""),
    (0x20000, "han"),
    (0x30000, ""),
)
STARTS = [start for start, _ in BLOCKS]

# Letters that stand in Latin words for themselves: micro, ohm, and the like.
SIGNS = frozenset("µμΩωαβγδΔθλπσΣφχ°ªº")


@lru_cache(maxsize=2048)
def script(character: str) -> str:
    """The script of a letter; "" of anything else."""
    return BLOCKS[bisect(STARTS, ord(character)) - 1][1] if character.isalpha() else ""


def scripts(text: str) -> set[str]:
    """The scripts of the text's letters."""
    return {script(character) for character in text} - {""}


def counts(text: str) -> Counter[str]:
    """How many letters of each script the text has."""
    if text.isascii():
        return Counter(latin=sum(map(str.isalpha, text)))
    found = Counter(map(script, text))
    del found[""]
    return found


def is_mixed(word: str) -> bool:
    """Is the word Latin but for letters of another script that look like Latin ones?"""
    if word.isascii() or not SIGNS.isdisjoint(word):
        return False
    found = scripts(word)
    return "latin" in found and not found.isdisjoint(
        {"cyrillic", "greek", "armenian", "cherokee", "lisu", "coptic", "ipa"}
    )
