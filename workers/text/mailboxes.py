"""E-mail addresses of people, plain and disguised.

Pure. Each search begins at a sign that must be there and looks a bounded way to either side. Which
names are an office's and which words ask for mail, the policy says.
"""

import re
from collections.abc import Iterable
from itertools import islice

from moderation.verdict import Span
from workers.text.hosts import has_known_ending

MOST = 20
LOCAL, BEFORE = 64, 40

DOMAIN = re.compile(r"[\w.-]{3,255}")
AT = re.compile(r"\s{1,3}@\s{0,3}|@\s{1,3}|\s?[(\[{]\s?(?:at|@)\s?[)\]}]\s?")
SAID_AT = re.compile(r"\sat\s(?=[\w-]{1,63}\sdot\s)")
LABEL = re.compile(r"[\w-]{1,63}")
DOT = re.compile(r"\s{0,2}\.\s{0,2}|\s?[(\[{]\s?(?:dot|\.)\s?[)\]}]\s?|\sdot\s")
LABELS = 4
# Reserved for examples (RFC 2606), and as good as any other where a person is named.
EXAMPLES = (".example", ".test")
NAME_SIGNS = "._%+-"


class Mailboxes:
    """Built once from a policy's words."""

    def __init__(
        self, roles: Iterable[str], providers: Iterable[str], writing: Iterable[str]
    ) -> None:
        self._roles = frozenset(roles)
        self._providers = frozenset(providers)
        choice = "|".join(map(re.escape, writing))
        self._writing = re.compile(rf"(?<!\w)(?:{choice})(?!\w)" if choice else r"(?!)")

    def find(self, text: str, lower: str) -> list[Span]:
        """Where they stand, in order. `lower` is as long as `text`."""
        found: list[Span] = []
        if "@" in text:
            found += [
                span
                for match in islice(re.finditer("@", text), MOST)
                if (span := self._plain(lower, match.start()))
            ]
        if not found and any(sign in text for sign in "@([{"):
            found += self._all(lower, AT)
        if not found and " dot " in lower:
            found += self._all(lower, SAID_AT)
        return sorted(found)

    def _all(self, lower: str, sign: re.Pattern[str]) -> list[Span]:
        places = (match.span() for match in islice(sign.finditer(lower), MOST))
        return [span for place in places if (span := self._disguised(lower, place))]

    def _plain(self, lower: str, at: int) -> Span | None:
        start = _backwards(lower, at)
        domain = DOMAIN.match(lower, at + 1)
        before = lower[start - 1 : start]
        # "@user@host" is a handle, "//user@host" a login.
        if start == at or domain is None or before in ("@", "/"):
            return None
        host = domain[0].rstrip(".-_")
        if not _is_host(host) or lower[start:at].strip(NAME_SIGNS) in self._roles:
            return None
        return start, at + 1 + len(host)

    def _disguised(self, lower: str, sign: Span) -> Span | None:
        start = _backwards(lower, sign[0])
        spelt = _spelt(lower, start, sign[0])
        labels, end = _host(lower, sign[1])
        host = ".".join(labels)
        if start == sign[0] or len(labels) < 2 or not _is_host(host):
            return None
        name = lower[start : sign[0]]
        if name in self._roles:
            return None
        hidden = lower[sign[0] : sign[1]].strip()[0] in "([{"
        odd = spelt < start or any(char.isdigit() or char in NAME_SIGNS for char in name)
        asked = self._writing.search(lower, max(0, spelt - BEFORE), spelt)
        if hidden or odd or asked or labels[0] in self._providers:
            return spelt, end
        return None


def _backwards(lower: str, end: int) -> int:
    """Where a mailbox's name begins that ends there."""
    start = end
    while (
        start
        and end - start < LOCAL
        and (lower[start - 1].isalnum() or lower[start - 1] in NAME_SIGNS)
    ):
        start -= 1
    return start


def _spelt(lower: str, start: int, end: int) -> int:
    """Where it begins if its letters stand apart: "a n a"."""
    if end - start != 1:
        return start
    while start > 1 and lower[start - 1] == " " and lower[start - 2].isalnum():
        if end - start > LOCAL or (start > 2 and lower[start - 3] != " "):
            break
        start -= 2
    return start


def _host(lower: str, at: int) -> tuple[list[str], int]:
    """A host's labels with whatever stands for its dots, as far as it makes one, and its end."""
    labels: list[str] = []
    best: tuple[list[str], int] = ([], at)
    while len(labels) < LABELS and (label := LABEL.match(lower, at)):
        labels.append(label[0])
        if len(labels) > 1 and _is_host(".".join(labels)):
            best = (list(labels), label.end())
        dot = DOT.match(lower, label.end())
        if dot is None:
            break
        at = dot.end()
    return best


def _is_host(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or not labels[-1].replace("-", "").isalnum():
        return False
    return host.endswith(EXAMPLES) or has_known_ending(host)
