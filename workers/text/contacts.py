"""Ways to reach somebody that stand in a text: messengers, telephones, mail; plain or disguised.

Pure. Which messengers there are, and which words ask for contact, the policy says. Time is linear:
every search begins at a sign or word that must be there and looks a bounded way from it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from moderation.verdict import Span
from workers.subject import Subject
from workers.text.folding import fold
from workers.text.run import Run

MESSENGER_LINK = re.compile(
    r"(?<![\w.])(?:t\.me|telegram\.(?:me|dog|im)|wa\.(?:me|link)|(?:chat|api|web)\.whatsapp\.com"
    r"|signal\.(?:me|group)|line\.me|m\.me|vk\.me|chat\.zalo\.me|zalo\.me|wickr\.com/invite"
    r"|join\.skype\.com|discord\.gg|discord\.com/invite|snapchat\.com/add)/[\w#@+]"
)
HANDLE = r"(?<!\w)@\s?\w[\w.-]{0,31}"
NUMBER = r"\+?\(?\d(?:[\s().-]{0,3}\d){6,14}"
PHONE = re.compile(r"(?<![\w@/.,$£€=-])\+?\(?\d(?:[\s().\u2013-]{0,3}\d){8,14}(?![\w@])")
# A name given after a colon or a word that says it is one.
GIVEN = (
    r"(?:\s?(?:[:=;~]|->|=>)|\s(?:id|handle|username|user|name|number|no|me|is|at|us)(?!\w)){1,2}"
)
NAME = r"\s{0,3}[+@]?[a-z0-9][\w.+-]{3,31}"
AT = re.compile(
    r"\s?(?:\(|\[|\{)\s?(?:at|@)\s?(?:\)|\]|\})\s?|\sat\s(?=(?:gmail|yahoo|hotmail|outlook|proton))"
)
DOT = re.compile(r"\s?(?:\(|\[|\{)\s?(?:dot|\.)\s?(?:\)|\]|\})\s?|\sdot\s")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
PROVIDER = re.compile(r"(?:gmail|yahoo|hotmail|outlook|proton(?:mail)?)\s?(?:\.|\(?dot)")
PROVIDERS = frozenset({"gmail", "yahoo", "hotmail", "outlook", "proton", "protonmail"})
MAIL_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._+-")
MAIL_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}")
MOST = 20  # of a kind, no more are looked at
NEAR = 48  # characters between the word that asks for contact and what it asks for
SPELT = 5  # single letters in a row that may spell a name


class Contacts:
    """Built once from a policy's words."""

    def __init__(
        self,
        channels: Iterable[str],
        doubtful: Iterable[str],
        asking: Iterable[str],
        crisis: Iterable[str],
    ) -> None:
        plain = tuple(_folded(name) for name in channels)
        unsure = tuple(_folded(name) for name in doubtful)
        self._firsts = frozenset(name.split()[0] for name in (*plain, *unsure) if name)
        self._channel = _named(plain, rf"(?:{GIVEN}{NAME}|[^@\d\n]{{0,24}}(?:{HANDLE}|{NUMBER}))")
        self._doubtful = _named(unsure, rf"[^@\d\n]{{0,24}}(?:{HANDLE}|{NUMBER})")
        self._after = _after((*plain, *unsure))
        self._spelt = frozenset(name.replace(" ", "") for name in plain if len(name) >= SPELT)
        self._asking = frozenset(map(_folded, asking))
        self._crisis = frozenset(map(_folded, crisis))

    def messengers(self, subject: Subject) -> list[Span]:
        """Links to messengers, and messengers' names with a name or number beside them."""
        text = subject.folded.text
        found = [match.span() for match in MESSENGER_LINK.finditer(text)] if "/" in text else []
        if not self._firsts.isdisjoint(subject.folded_run.at):
            for pattern in (self._channel, self._doubtful, self._after):
                found += [match.span() for match in pattern.finditer(text)]
        return _places(subject, found)

    def hidden(self, subject: Subject) -> list[Span]:
        """Messengers' names with spaces between the letters, mail addresses without their signs."""
        text, run = subject.folded.text, subject.folded_run
        found: list[Span] = []
        letters = LETTERS & run.at.keys()
        if len(letters) > 2 and sum(len(run.at[letter]) for letter in letters) >= SPELT:
            found += [
                (run.starts[first], run.ends[last - 1])
                for first, last in _spelt(run)
                if any(name in "".join(run.words[first:last]) for name in self._spelt)
            ]
        if "(" in text or "[" in text or "{" in text or not PROVIDERS.isdisjoint(run.at):
            found += _spoken(text)
        return _places(subject, [span for span in found if span[0] < span[1]])

    def phones(self, subject: Subject) -> list[Span]:
        """Telephone numbers by a word that asks to call. Help lines do not count."""
        run = subject.folded_run
        if self._asking.isdisjoint(run.at) or not self._crisis.isdisjoint(run.at):
            return []
        text = subject.folded.text
        found = [match.span() for match in PHONE.finditer(text)][:MOST]
        return _places(subject, [span for span in found if self._asked(text, span)])

    def mails(self, subject: Subject) -> list[Span]:
        """Mail addresses by a word that asks to write."""
        if "@" not in subject.folded.text or self._asking.isdisjoint(subject.folded_run.at):
            return []
        text = subject.folded.text
        found = []
        for sign in list(re.finditer("@", text))[:MOST]:
            start = _name_start(text, sign.start())
            host = MAIL_HOST.match(text, sign.end())
            if host and start < sign.start() and self._asked(text, (start, host.end())):
                found.append((start, host.end()))
        return _places(subject, found)

    def _asked(self, text: str, span: Span) -> bool:
        about = text[max(0, span[0] - NEAR) : span[0]] + " " + text[span[1] : span[1] + NEAR // 3]
        return not self._asking.isdisjoint(re.findall(r"\w+", about))


def _folded(text: str) -> str:
    return " ".join(fold(text).text.split())


def _choice(names: Iterable[str]) -> str:
    return "|".join(r"\s?".join(map(re.escape, name.split())) for name in names if name)


def _named(names: Iterable[str], rest: str) -> re.Pattern[str]:
    choice = _choice(names)
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w){rest}" if choice else r"(?!)")


def _after(names: Iterable[str]) -> re.Pattern[str]:
    """A number or handle, and then the messenger's name."""
    choice = _choice(names)
    handle = r"@\w{3,32}|[a-z](?=[a-z]{0,20}[._\d])[\w.]{3,30}"
    number = rf"(?<![\w@/.])(?:\+\d(?:[\s().-]{{0,3}}\d){{6,14}}|{handle})"
    return re.compile(
        rf"{number}[^\w\n]{{0,4}}(?:(?:on|via|is|for|in|at)\s|my\s){{0,2}}(?:{choice})(?!\w)"
        if choice
        else r"(?!)"
    )


def _name_start(text: str, end: int) -> int:
    """Where the name before an "@" at `end` begins."""
    start = end
    while start > max(0, end - 64) and text[start - 1] in MAIL_NAME:
        start -= 1
    return start


def _spelt(run: Run) -> Iterator[tuple[int, int]]:
    """Where at least `SPELT` words of one letter follow each other."""
    first = None
    for index, word in enumerate([*run.words, ".."]):
        if len(word) == 1 and word.isalpha():
            first = index if first is None else first
        else:
            if first is not None and index - first >= SPELT:
                yield first, index
            first = None


def _spoken(text: str) -> Iterator[Span]:
    """Mail addresses with "at" for the sign and "dot" for the dot."""
    for match in islice(AT.finditer(text), MOST):
        start = _name_start(text, match.start())
        after = text[match.end() : match.end() + NEAR]
        if start < match.start() and (PROVIDER.match(after) or DOT.search(after)):
            yield start, match.end()


def _places(subject: Subject, spans: Iterable[Span]) -> list[Span]:
    """The spans of the folded text as spans of the body, those inside others left out."""
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return [subject.folded.span(*span) for span in kept]
