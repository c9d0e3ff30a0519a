"""Why something a moderator typed cannot be used, as they read it. Pure words."""

from moderation.draft import FieldError
from service.language import gettext, marked

EMPTY = marked("Write a text first.")
LONG = marked("The text is too long: %(count)s of %(most)s characters.")
UNFIT = marked("The text has a character that comments may not have.")
NAME = marked("A name is one line of up to 80 characters.")


def sentence(error: FieldError, *, empty: str = EMPTY) -> str:
    """`empty` is what is said of a text that is none."""
    if error.pointer == "/author/name":
        return gettext(NAME)
    if error.code == "required":
        return gettext(empty)
    if error.code == "max_length":
        count, _, most = error.detail.removesuffix(" characters").partition(" of ")
        return gettext(LONG) % {"count": count, "most": most}
    return gettext(UNFIT)
