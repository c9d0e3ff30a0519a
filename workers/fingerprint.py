"""The fingerprint by which the same text is known again.

Pure. Two texts have one fingerprint if they have the same letters, digits and other signs that are
neither space nor punctuation, in any case. Nothing of a text can be read back from it.
"""

import re
import unicodedata
from hashlib import blake2b

# Bounds the work, before normalising: texts that agree so far are the same text to us.
LONGEST = 10_000

_ASCII_NOISE = re.compile(r"[\W_]+", re.ASCII)


def fingerprint(text: str, min_length: int) -> str | None:
    """24 hex digits, or None of a text too short to be told from another by chance."""
    kept = _letters(text[:LONGEST])
    if len(kept) < max(min_length, 1):
        return None
    return blake2b(kept.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _letters(text: str) -> str:
    """Case-folded, in one form, without space, punctuation, format and control characters."""
    if text.isascii():
        return _ASCII_NOISE.sub("", text.lower())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] not in "ZPC")
