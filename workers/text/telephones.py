"""Telephone numbers of people, told from helplines, dates, prices, versions and other numbers.

Pure. Which numbers there are is known to the package phonenumbers (Google's libphonenumber); it is
asked only about what could be one, and about few of those. A number that a country may have and
has not given out, as in films, counts where the text says that it is for calling.
"""

import re
from collections.abc import Iterable
from itertools import islice

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from moderation.verdict import Span
from workers.text.run import Run

# So many are looked at in one text.
MOST = 10
SHORTEST, LONGEST = 7, 15
# Characters before a number, and after it, in which words say what it is.
BEFORE, AFTER = 48, 32

GAP = r"[ \t\u00a0().\u2010-\u2015/-]{0,3}"
NUMBER = re.compile(rf"(?<![\w@/.,$£€#=-])(?<!\d:)\+?\(?\d(?:{GAP}\d){{6,14}}(?![\w@%])(?![.,]\d)")
DATE = re.compile(
    r"(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}\b|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d\b"
)
YEARS = re.compile(r"(?:1\d|20)\d\d ?[-\u2010-\u2015/] ?(?:1\d|20)\d\d")
BOOK = re.compile(r"97[89][\d -]{10,14}|\d-\d{1,7}-\d{1,7}-\d")
# Two numbers, or one with a fraction; areas that are parted so begin with 0.
PAIR = re.compile(r"[1-9]\d*[./]\d+|0\.\d+")
DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
DECIMALS = re.compile(r"(?:^|[^\d.])\d{1,2}\.\d|\d\.\d{5}")
AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}")
EXTENSION = re.compile(r"[ ,;]{0,2}(?:x|ext\.?|extension) ?\d{1,6}\b", re.IGNORECASE)

# Whom such a number reaches is an office, a service or a shop, not a person.
PUBLIC = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)
BY_AREA = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
SPOKEN = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero oh nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
# So many digits are spelt out before a row of them is looked at.
SPELT = 3


class Telephones:
    """Built once from a policy's words; asks about each region once, which reads what is known of
    it."""

    def __init__(
        self,
        regions: Iterable[str],
        calling: Iterable[str],
        helplines: Iterable[str],
        others: Iterable[str],
    ) -> None:
        self._regions = tuple(regions)
        self._calling = _any_of(calling)
        self._helplines = _any_of(helplines)
        self._others = _any_of(others)
        for region in self._regions:
            _kind("2015550123", region)

    def find(self, text: str, lower: str, run: Run) -> list[Span]:
        """Where they stand, in order. `lower` is as long as `text`, and `run` is made of it."""
        found = [
            self._whole(text, match.span())
            for match in islice(NUMBER.finditer(text), MOST)
            if self._is_one(match[0], lower, match.span())
        ]
        if may_be_spoken(run):
            found += [span for span in spoken(run) if self._said(lower, span)]
        return sorted(found)

    def _is_one(self, written: str, lower: str, span: Span) -> bool:
        digits = sum(map(str.isdecimal, written))
        before = lower[max(0, span[0] - BEFORE) : span[0]]
        around = before + lower[span[0] : span[1] + AFTER]
        if not SHORTEST <= digits <= LONGEST or self._helplines.search(around):
            return False
        abroad = written.startswith("+")
        said = bool(self._calling.search(before)) or bool(EXTENSION.match(lower, span[1]))
        if not abroad and (_is_other(written, said) or self._others.search(before[-24:])):
            return False
        regions = (None,) if abroad else self._regions
        kinds = [kind for region in regions if (kind := _kind(written, region)) is not None]
        # What it is in the first region that has given it out.
        given = next((kind for kind in kinds if kind != PhoneNumberType.UNKNOWN), None)
        if given is not None:
            return given not in PUBLIC and (abroad or said or _looks_like_one(written))
        return said and bool(kinds) and (abroad or digits >= 9)

    def _said(self, lower: str, span: Span) -> bool:
        before = lower[max(0, span[0] - BEFORE) : span[0]]
        return bool(self._calling.search(before)) and not self._helplines.search(before)

    def _whole(self, text: str, span: Span) -> Span:
        extension = EXTENSION.match(text, span[1])
        return span[0], extension.end() if extension else span[1]


def may_be_spoken(run: Run) -> bool:
    """Are so many digits spelt out that it is worth a look?"""
    return sum(len(run.at.get(word, ())) for word in SPOKEN) >= SPELT


def spoken(run: Run) -> list[Span]:
    """Rows of digits that are at least partly spelt out, as long as a number may be."""
    found: list[Span] = []
    at = 0
    while at < len(run):
        end, digits, spelt = at, 0, 0
        while end < len(run) and (word := run.words[end]) and (word in SPOKEN or _few(word)):
            if end > at and run.starts[end] - run.ends[end - 1] > 3:
                break
            digits += 1 if word in SPOKEN else len(word)
            spelt += word in SPOKEN
            end += 1
        if SHORTEST <= digits <= LONGEST and spelt >= SPELT:
            found.append((run.starts[at], run.ends[end - 1]))
        at = max(end, at + 1)
    return found


def _few(word: str) -> bool:
    return len(word) <= 4 and word.isdecimal()


def _is_other(written: str, said: bool) -> bool:
    """Is it plainly something else: a date, years, an address of the network, a book?"""
    if DATE.match(written) or YEARS.match(written):
        return True
    if any(form.fullmatch(written) for form in (DOTTED, PAIR, BOOK)):
        return True
    return not said and bool(THOUSANDS.fullmatch(written) or DECIMALS.search(written))


def _looks_like_one(written: str) -> bool:
    """In groups, as numbers are written down: with an area, or as Americans do."""
    if AMERICAN.fullmatch(written):
        return True
    area = written.lstrip("(").startswith("0")
    return area and not written.isdecimal() and "/" not in written


def _kind(written: str, region: str | None) -> int | None:
    """What kind of number it is there; `UNKNOWN` of one that is not given out, None of none."""
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    kind = phonenumbers.number_type(number)
    if kind in BY_AREA and region and not written.lstrip("(").startswith("0"):
        # Where areas begin with 0, who leaves it out has written another number.
        return None if phonenumbers.ndd_prefix_for_region(region, True) == "0" else kind
    return kind


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    choice = "|".join(re.escape(word.lower()) for word in words)
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)" if choice else r"(?!)")
