"""Marks by which a text is known again: the same text, and one that differs a little.

Pure. A mark is ten characters of base 64, 60 bits; nothing of a text can be read back from it.
"""

import re
import unicodedata
from base64 import urlsafe_b64encode
from bisect import bisect_left
from hashlib import blake2b
from zlib import crc32

# Bounds the work, before normalising: texts that agree so far are the same text to us.
LONGEST = 10_000
LONGEST_LIKENESS = 1_200

# Of a likeness: marks, and runs of words that go into all of them.
MARKS = 3
ROWS = 9
POINTS = range(0, 1 << 32, (1 << 32) // ROWS + 1)

_ASCII_NOISE = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))
_ASCII_WORD = re.compile(rb"[a-z0-9]+")
# Chinese and Japanese have no spaces; each character counts as a word.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# A quotation of a few words is the writer's own way to speak; a longer one is another's text.
_QUOTATION = re.compile(
    r'^[ \t]*>[^\n]*$|"[^"\n]{40,2000}"|\u201c[^\u201c\u201d]{40,2000}\u201d'
    r"|\u00ab[^\u00ab\u00bb]{40,2000}\u00bb|<blockquote\b[^>]{0,200}>[^<]{0,2000}",
    re.MULTILINE,
)
_NO_APOSTROPHES = dict.fromkeys(map(ord, "'‘’ʼ"))
_PRIME = (1 << 61) - 1


def fingerprint(text: str, min_length: int) -> str | None:
    """One mark for all texts that have the same letters, digits and other signs that are neither
    space nor punctuation, in any case. None of a text too short to be told from another by chance.
    """
    kept = _letters(text[:LONGEST])
    if len(kept) < max(min_length, 1):
        return None
    return _mark(blake2b(kept, digest_size=8).digest())


def likeness(folded: str, min_words: int) -> tuple[str, ...]:
    """Marks of which texts that differ a little share at least one; none of a short text.

    The text is folded (`text.folding`), so that look-alike letters make no other text of it.

    Min-wise hashing (Broder, "On the resemblance and containment of documents", 1997) over runs of
    three words, by one permutation (Li, Owen and Zhang, "One Permutation Hashing", NIPS 2012), in
    bands: of pairs of texts that share 90 % of their runs 98 in 100 are known again, of those that
    share half 1 in 3, of those that share a tenth 1 in 300. What is quoted, and where links lead,
    does not count.
    """
    words = _words(folded[:LONGEST_LIKENESS])
    if len(words) < min_words:
        return ()
    runs = map(b" ".join, zip(words, words[1:], words[2:], strict=False))
    values = sorted(set(map(crc32, runs)))
    if len(values) < ROWS:
        return ()  # the same few words over and over
    # Around a circle, each point has the first value that follows it.
    rows = [values[bisect_left(values, point) % len(values)] for point in POINTS]
    return tuple(_band(at, rows[at::MARKS]) for at in range(MARKS))


def _band(at: int, rows: list[int]) -> str:
    value = at
    for row in rows:
        value = (value * 0x9E3779B97F4A7C15 + row) % _PRIME
    return _mark(value.to_bytes(8, "little"))


def _mark(digest: bytes) -> str:
    return urlsafe_b64encode(digest)[:10].decode()


def _words(text: str) -> list[bytes]:
    if ">" in text or '"' in text or not text.isascii():
        text = _QUOTATION.sub(" ", text)
    if "http" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if text.isascii():
        return _ASCII_WORD.findall(text.encode().translate(None, b"'"))
    words = _WORD.findall(text.translate(_NO_APOSTROPHES))
    return " ".join(words).encode("utf-8", "surrogatepass").split()


def _letters(text: str) -> bytes:
    """Case-folded, in one form, without space, punctuation, format and control characters."""
    if text.isascii():
        return text.lower().encode().translate(None, _ASCII_NOISE)
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char for char in folded if unicodedata.category(char)[0] not in "ZPC")
    return kept.encode("utf-8", "surrogatepass")
