"""Which characters a text may hold, and which of them anybody sees. Pure.

Texts are kept as they were written, but for what turns the text around them or hides one in them:
feeds and programs are told the very string, where no page's markup holds it in. It is taken out and
not refused, since people paste it unseen, with a phone number, say.
"""

import re
from unicodedata import category

from moderation.schema import UNSEEN

# C0 and C1 controls except tab and newline, lone surrogates, and noncharacters.
_NONCHARACTERS = "".join(f"{chr(n + 0xFFFE)}{chr(n + 0xFFFF)}" for n in range(0, 0x110000, 0x10000))
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
# What turns text, up to its end and beyond. The marks U+061C, U+200E and U+200F turn none.
_TURNS = "\u202a-\u202e\u2066-\u2069"
# Letters that nobody sees, but for the flags of England, Scotland and Wales.
_TAGS = "\U000e0000-\U000e007f"
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(c)) for c in code) + "\U000e007f"
    for code in ("gbeng", "gbsct", "gbwls")
)
_UNWANTED = re.compile(f"({_FLAGS})|[{_TURNS}{_TAGS}]")
_SELECTORS = re.compile(
    "([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
_UNSEEN = re.compile(rf"[\s{UNSEEN}]*")
# A pile of combining marks hides what it stands on, and costs whoever normalises it. In the names
# of categories: nine, whatever between them is not seen, or only stands beside.
_PILE = re.compile("(?:M[ne](?:Cf|Mc)*){9}")


def cleaned(text: str) -> str:
    """Without what turns the text around it, or hides one in it; empty if nobody would see it."""
    if text.isascii():
        return text
    text = _SELECTORS.sub(r"\1", _UNWANTED.sub(r"\1", text))
    return text if is_seen(text) else ""


def is_seen(text: str) -> bool:
    """Is there anything to be seen of it?"""
    return not _UNSEEN.fullmatch(text)


def stray(text: str) -> str | None:
    """Which character may not be in it, in words; also of `cleaned` text."""
    unwanted = (match for match in _UNWANTED.finditer(text) if not match[1])
    bad = _CONTROL.search(text) or next(unwanted, None)
    if bad:
        return f"U+{ord(bad[0]):04X} at {bad.start()} is not allowed"
    if not text.isascii() and _PILE.search("".join(map(category, text))):
        return "too many combining marks on one letter"
    return None
