"""Another language, or another script, than the thread's and the site's, together with a link.

Readers write in whatever language they like, and are read by people. With a link or an address it
is one sign of a comment that was thrown at any blog there is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text.run import Run
from workers.text.scripts import counts

NAME = "language"
RULES: Rules = {"other_script": ("script",), "other_language": ("language",)}
LEAST_LETTERS = 4


def build(policy: Policy) -> Check:
    options = policy.checks.language
    languages: dict[str, list[str]] = {}
    for language, words in options.words.items():
        for word in words:
            languages.setdefault(word.lower(), []).append(language)

    def check(subject: Subject) -> Iterable[Signal]:
        if not (subject.comment.author.url or "http" in subject.plain or "www." in subject.plain):
            return
        title = (subject.comment.thread.title or "").lower()
        script = _script(subject.text)
        scripts = {*options.scripts, _script(title)} - {""}
        if script and scripts and script not in scripts:
            yield Signal(NAME, "other_script", (), {"script": script})
            return
        found = _spoken(subject.run, languages)
        language, times = found.most_common(1)[0] if found else ("", 0)
        expected = {
            *options.expected,
            *(name for name, _ in _spoken(Run(title), languages).items()),
        }
        if times < options.least or language in expected or not expected:
            return
        if times > 2 * max(found[name] for name in expected):
            yield Signal(NAME, "other_language", (), {"language": language})

    return check


def _script(text: str) -> str:
    """The script of most letters; "" if there are too few to say."""
    found = counts(text)
    script, letters = found.most_common(1)[0] if found else ("", 0)
    return script if letters >= LEAST_LETTERS else ""


def _spoken(run: Run, languages: Mapping[str, list[str]]) -> Counter[str]:
    """How many small words of each language there are."""
    found: Counter[str] = Counter()
    for word in languages.keys() & run.at.keys():
        for language in languages[word]:
            found[language] += len(run.at[word])
    return found
