"""What the JSON schema of a field says, for the document that tools read. Pure.

Nothing is decided by it: whoever takes the field decides, and says in words what is wrong. Patterns
are ECMA 262's, as JSON schema has them.
"""

from typing import Any

import msgspec

# Controls and noncharacters, which no text may hold; lone surrogates cannot stand in JSON at all.
_NO_LINE = r"\u0000-\u001f\u007f-\u009f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff"
_NO_TEXT = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff"
# What nobody sees, besides spaces: Default_Ignorable_Code_Point of Unicode 16, and a blank Braille.
UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_HOST = rf"([^ /?#@\[\]{_NO_LINE}]*@)?[^ /?#@:\[\]{_NO_LINE}]+(:[0-9]*)?"


def told(says: str | None = None, **schema: Any) -> msgspec.Meta:
    """These keywords beside the field's type, and what it is for, in a sentence."""
    return msgspec.Meta(description=says, extra_json_schema=schema or None)


def text(most: int, says: str | None = None) -> msgspec.Meta:
    """Text of several lines, which says something."""
    return told(
        says, maxLength=most, pattern=rf"^[^{_NO_TEXT}]*[^\s{UNSEEN}{_NO_TEXT}][^{_NO_TEXT}]*$"
    )


def line(
    most: int, says: str | None = None, *, least: int = 0, but: tuple[str, ...] = ()
) -> msgspec.Meta:
    """Text of one line; with `least`, which says something, but none of these."""
    some = rf"[^\s{UNSEEN}{_NO_LINE}][^{_NO_LINE}]*" if least else ""
    others = {"not": {"enum": list(but)}} if but else {}
    return told(says, maxLength=most, pattern=rf"^[^{_NO_LINE}]*{some}$", **others)


def web_url(says: str | None = None) -> msgspec.Meta:
    """An address of a page."""
    return told(says, maxLength=2000, pattern=rf"^(https?://{_HOST}([/?#][^ {_NO_LINE}]*)?)?$")


def email(says: str | None = None) -> msgspec.Meta:
    return told(says, maxLength=254, pattern=rf"^([^@\s{_NO_LINE}]+@[^@\s{_NO_LINE}]+)?$")


def ip(says: str | None = None) -> msgspec.Meta:
    forms: list[dict[str, Any]] = [{"format": "ipv4"}, {"format": "ipv6"}, {"maxLength": 0}]
    return told(says, maxLength=45, anyOf=forms)


def name(most: int, says: str | None = None) -> msgspec.Meta:
    """As `line`, and the space around it does not count, nor towards its length."""
    return told(says, pattern=rf"^\s*[^{_NO_LINE}]{{0,{most}}}\s*$")
