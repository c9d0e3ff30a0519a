"""How pages name a ruling: what is ruled, whom it is about, what it does and what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass

from moderation.ruling import Kind, Ruling, Word
from service.language import gettext, marked

WORDS = {
    Word.TRUST: marked("Trust"),
    Word.HOLD: marked("Always hold"),
    Word.BAN: marked("Ban"),
}
EFFECTS = {
    Word.TRUST: marked(
        "The comments it meets pass with one ordinary sign of spam. Insults, cries for help and "
        "floods are treated as ever."
    ),
    Word.HOLD: marked("The comments it meets wait for a moderator, whatever the checks say."),
    Word.BAN: marked(
        "The comments it meets are rejected as they come; what may be a cry for help waits for a "
        "moderator. The author is not told why."
    ),
}
# Of trust, what it rests on: nothing that a stranger could not have too.
RESTS = {
    Kind.EMAIL: marked(
        "This trust rests on what is typed into a field: whoever types this address is trusted."
    ),
    Kind.DOMAIN: marked(
        "This trust rests on what is typed into a field: whoever types an address at this domain "
        "is trusted."
    ),
    Kind.ADDRESS: marked(
        "This trust rests on the network: whoever writes from there is trusted, and addresses "
        "change hands."
    ),
}
_WHOM = {
    Kind.EMAIL: marked("The e-mail address %(whom)s"),
    Kind.NAME: marked("Everybody called %(whom)s"),
    Kind.HOST: marked("Whoever links to %(whom)s"),
    Kind.DOMAIN: marked("Every e-mail address at %(whom)s"),
}
_ONE = marked("The address %(whom)s")
_RANGE = marked("The addresses %(whom)s")
# Those who may read, but not decide, are not told what nobody but the author gave away.
_KEPT = {
    Kind.EMAIL: marked("An e-mail address"),
    Kind.ADDRESS: marked("An address, or several"),
}
# What `moderation.ruling` says; looked up by its own words.
_FAULTS = (
    marked("A name needs at least one letter or digit."),
    marked("That is not an e-mail address."),
    marked("That is not a name like example.com."),
    marked("That is neither an IP address nor a range like 192.0.2.0/24."),
    marked("A range is at most as wide as /16, or one of /64, /56, /48, /40 and /32 for IPv6."),
    marked("That address is not one of the open Internet: it is your own, or a proxy's."),
    marked("A name or a link proves nothing, so nobody is trusted for it."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A ruling as somebody may read it."""

    ruling: Ruling
    word: str
    whom: str


def line(ruling: Ruling, *, decides: bool) -> Line:
    shown = whom(ruling.kind, ruling.whom)
    if not decides and ruling.kind in _KEPT:
        shown = gettext(_KEPT[ruling.kind])
    return Line(ruling, gettext(WORDS[ruling.word]), shown)


def lines(rulings: Iterable[Ruling], *, decides: bool) -> list[Line]:
    return [line(ruling, decides=decides) for ruling in rulings]


def whom(kind: Kind, spelt: str) -> str:
    """In words."""
    if kind is not Kind.ADDRESS:
        return gettext(_WHOM[kind]) % {"whom": spelt}
    address, _, length = spelt.partition("/")
    if length in ("32", "128") and (length == "128" or ":" not in address):
        return gettext(_ONE) % {"whom": address}
    return gettext(_RANGE) % {"whom": spelt}
