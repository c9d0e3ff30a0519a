"""Why something that was typed into the comment form cannot be used, as its writer reads it.

What `moderation/draft.py` says of a field is for programs, and English. Here it is looked up by its
own words, or, where those hold numbers, by its code. Pure words.
"""

import re

from moderation.draft import BODY_LIMIT, FieldError
from service.language import gettext, marked, ngettext
from service.wording import number

EMPTY = marked("Write a comment first.")
UNFIT = marked("This cannot be used.")

_SAID = {
    "not an e-mail address": marked("This is not an e-mail address."),
    "not an http or https URL": marked("This is not an http or https URL."),
    "must be one line": marked("Use one line."),
    "too many combining marks on one letter": marked(
        "This cannot be used: too many combining marks on one letter."
    ),
}
_LENGTH = re.compile(r"(\d+) of (\d+) characters")
_CHARACTER = re.compile(r"(U\+[0-9A-F]+) at (\d+) is not allowed")


def sentence(error: FieldError) -> str:
    """What is wrong with one field."""
    if error.pointer == "/body" and error.code == "required":
        return gettext(EMPTY)
    if length := _LENGTH.fullmatch(error.detail):
        return _too_long(error.pointer, int(length[1]), int(length[2]))
    if character := _CHARACTER.fullmatch(error.detail):
        told = gettext("This cannot be used: %(character)s at %(place)s is not allowed.")
        return told % {"character": character[1], "place": character[2]}
    return gettext(_SAID.get(error.detail, UNFIT))


def _too_long(pointer: str, count: int, most: int) -> str:
    if pointer != "/body":
        told = gettext("This is too long: %(count)s of %(most)s characters.")
        return told % {"count": count, "most": most}
    over = count - BODY_LIMIT
    told = ngettext(
        "Your comment is %(over)s character too long (limit %(limit)s).",
        "Your comment is %(over)s characters too long (limit %(limit)s).",
        over,
    )
    return told % {"over": number(over), "limit": number(BODY_LIMIT)}
