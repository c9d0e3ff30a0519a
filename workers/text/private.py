"""What people give away of themselves in words and numbers: where they live or are, papers,
passwords and keys, dates of birth.

Pure. A word of the policy's says what follows; without it an address may be a museum's, and a pair
of numbers a measurement. Every pattern begins at such a word and has bounds.
"""

import re
from collections.abc import Iterable
from itertools import islice

from moderation.policy.options import Streets
from moderation.verdict import Span
from workers.text.run import WORD, Run

MOST = 10

# Characters between a phrase and the address or place that it speaks of, on one line.
REACH = 60
# A number and a street, as English has them; as French and Spanish do; and as German does.
NAME = r"[\w'-]{2,24}(?:\s[\w'-]{2,24}){0,3}"
ENGLISH = r"\d{{1,5}}[a-z]?,?\s(?:[\w'.-]{{1,24}}\s){{1,4}}(?:{streets})\b"
FRENCH = (
    r"(?:\b\d{{1,4}},?\s(?:bis\s|ter\s)?)?\b(?:{streets})\s{name}"
    r"(?:,?\s(?:n[º°.]?\s?)?\d{{1,4}}\b)?"
)
GERMAN = r"\b[\w-]{{2,30}}(?:{streets})\s\d{{1,4}}\s?[a-z]?\b"
# A town's code after it makes an address of a house without more words.
POSTCODE = re.compile(
    r"[^\n]{0,40}?(?:\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b|\b[a-z]{2},?\s\d{5}(?:-\d{4})?\b"
    r"|[,\n]\s?\d{4,5}\s[^\W\d_]{3,})"
)
COORDINATES = r"[-+]?\d{1,2}\.\d{3,10}°?\s?[ns]?\s?[,;/ ]\s?[-+]?\d{1,3}\.\d{3,10}(?!\d)"
NUMBER = (
    r"[^\w\n]{0,4}(?:(?:no|number|num|nr|id|is|was|of|card|the)\b[^\w\n]{0,4}){0,3}"
    r"(?=[a-z-]{0,4}\d)[a-z0-9][a-z0-9-]{4,17}(?![\w-])"
)
PASSED = r"[^\w\n]{0,3}(?:(?:is|was|are|to)\b)?[^\w\n]{0,3}[\"'“‘]?(?P<what>[^\s\"'“”‘’]{4,64})"
DATE = r"[^\d\n]{0,16}\b\d{1,4}[ ./-](?:\d{1,2}|[a-z]{3,9})[ ./-]\d{1,4}\b"
# Keys of well-known services say what they are by how they begin.
KEY = re.compile(
    r"(?<!\w)(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,82}"
    r"|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,80}|AIza[\w-]{35}|sk_live_[A-Za-z0-9]{16,64}"
    r"|sk-(?:proj-|ant-)?[\w-]{32,160}|npm_[A-Za-z0-9]{36})(?![\w-])"
    r"|-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----"
)


KEY_SIGNS = ("AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox",
             "AIza", "sk_live_", "sk-", "npm_", "PRIVATE KEY")  # fmt: skip


class After:
    """What stands after one of some phrases: the group `what` of a pattern."""

    def __init__(self, phrases: Iterable[str], pattern: str) -> None:
        self._firsts = frozenset(word for phrase in phrases for word in WORD.findall(phrase)[:1])
        self._pattern = re.compile(rf"(?<!\w)(?:{_choice(phrases)})(?!\w){pattern}")

    def find(self, plain: str, run: Run) -> list[Span]:
        """Places in `plain`, of which `run` is made."""
        if self._firsts.isdisjoint(run.at):
            return []
        places = (match.span("what") for match in islice(self._pattern.finditer(plain), MOST))
        return [(_begin(plain, *place), place[1]) for place in places]


class Near:
    """What a pattern finds, if one of some phrases stands before it on the same line, or `after`
    is what follows."""

    def __init__(
        self, phrases: Iterable[str], pattern: str, after: re.Pattern[str] | None = None
    ) -> None:
        self._phrases = re.compile(rf"(?<!\w)(?:{_choice(phrases)})(?!\w)")
        self._pattern = re.compile(pattern)
        self._after = after

    def find(self, plain: str) -> list[Span]:
        found = []
        for match in islice(self._pattern.finditer(plain), MOST):
            line = plain.rfind("\n", 0, match.start()) + 1
            said = self._phrases.search(plain, max(line, match.start() - REACH), match.start())
            if said or (self._after and self._after.match(plain, match.end())):
                found.append(match.span())
        return [span for span in found if any(map(str.isdecimal, plain[slice(*span)]))]


class Homes:
    """Addresses of houses. Words that are not there are not looked for."""

    def __init__(self, phrases: tuple[str, ...], streets: Streets) -> None:
        self._before, self._joined = frozenset(streets.before), streets.joined
        after, before, joined = map(_choice, (streets.after, streets.before, streets.joined))
        self._english = Near(phrases, ENGLISH.format(streets=after), POSTCODE)
        self._french = Near(phrases, FRENCH.format(streets=before, name=NAME), POSTCODE)
        self._german = Near(phrases, GERMAN.format(streets=joined), POSTCODE)

    def find(self, plain: str, run: Run) -> list[Span]:
        found = self._english.find(plain)
        if not self._before.isdisjoint(run.at):
            found += self._french.find(plain)
        if any(street in plain for street in self._joined):
            found += self._german.find(plain)
        return sorted(found)


class Private:
    """Built once from a policy's words. All places are found in `subject.plain`."""

    def __init__(
        self,
        home: tuple[str, ...],
        streets: Streets,
        here: Iterable[str],
        documents: Iterable[str],
        passwords: Iterable[str],
        birth: Iterable[str],
    ) -> None:
        self._passwords = After(passwords, PASSED)
        self.homes = Homes(home, streets)
        self.locations = Near(here, COORDINATES)
        self.documents = After(documents, f"(?P<what>{NUMBER})")
        self.births = After(birth, f"(?P<what>{DATE})")

    def secrets(self, text: str, plain: str, run: Run) -> list[Span]:
        """Keys, and passwords: what follows the word and is no word itself."""
        found = []
        if any(sign in text for sign in KEY_SIGNS):
            found += [match.span() for match in islice(KEY.finditer(text), MOST)]
        for start, end in self._passwords.find(plain, run):
            value = plain[start:end].rstrip(".,;:!?)")
            if len(value) >= 4 and any(map(str.isdecimal, value)) and not value.isdecimal():
                found.append((start, start + len(value)))
        return sorted(found)


def _choice(phrases: Iterable[str]) -> str:
    """A pattern for any of them; of none, one that finds nothing."""
    spelt = (re.escape(phrase.lower()).replace(r"\ ", r"\s{1,3}") for phrase in phrases)
    return "|".join(spelt) or "(?!)"


def _begin(plain: str, start: int, end: int) -> int:
    """Past what parts it from the phrase before it."""
    while start < end - 1 and not plain[start].isalnum() and plain[start] not in "+-":
        start += 1
    return start
