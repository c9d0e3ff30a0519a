"""Swear words: better-profanity's list and rules, graded by the policy.

The finding is `workers.swearing`'s; here is what counts and how much. Allow phrases beat hits. Each
grade is one signal with all its places.
"""

from collections.abc import Iterable

from better_profanity import Profanity

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.phrases import Phrases, outside
from workers.subject import Subject
from workers.swearing import Hit, SwearFinder
from workers.topics import Topics

NAME = "profanity"
RULES: Rules = {"slur": ("n",), "strong": ("n",), "mild": ("n",), "clinical": ("n",)}

# The gravest first. A word in none of the policy's grades is strong.
GRADES = ("slur", "strong", "mild", "clinical")

# What may stand about a word, or end it, and belong to its run of characters all the same: *damn*.
WRAPPERS = "*\"'@$"


def build(policy: Policy) -> Check:
    options = policy.checks.profanity
    finder = SwearFinder(Profanity())
    for word in options.extra:
        finder.words.append(word.lower())
    grade_of = {
        word.lower(): grade
        for grade in ("ordinary", "clinical", "mild", "slur")
        for word in getattr(options, grade)
    }
    allow = Phrases(policy.allow.phrases)
    topics = Topics(policy)

    def grade(words: tuple[str, ...], written: str) -> str:
        """Of a word spelt plainly its own grade; a disguised one is taken for the gravest."""
        if words[0] == written:
            return grade_of.get(written, "strong")
        found = {grade_of.get(word, "strong") for word in words}
        return next((one for one in GRADES if one in found), "ordinary")

    def check(subject: Subject) -> Iterable[Signal]:
        graded: dict[str, list[Span]] = {}
        for hit in finder.find(subject.text, subject.lower):
            written = subject.lower[hit.start : hit.end]
            if hit.joined and not _meant(hit, written, finder, grade_of):
                continue
            graded.setdefault(grade(hit.words, written), []).append((hit.start, hit.end))
        for span in finder.wrapped(subject.text, subject.lower, WRAPPERS):
            written = subject.lower[span[0] : span[1]]
            words = finder.words.matching(finder.words.key(written), written)
            graded.setdefault(grade(words, written), []).append(span)
        graded.pop("ordinary", None)
        if "clinical" in graded:
            graded["clinical"] = topics.odd(subject, graded["clinical"])
        if not graded:
            return
        allowed = allow.spans(subject)
        for name in GRADES:
            spans = outside(graded.get(name, ()), allowed)
            if spans:
                # Each further word of the grade adds a quarter, up to twice the weight.
                strength = min(1 + (len(spans) - 1) / 4, 2.0)
                yield Signal(NAME, name, spans, {"n": len(spans)}, strength)

    return check


def _meant(hit: Hit, written: str, finder: SwearFinder, grade_of: dict[str, str]) -> bool:
    """Is a word put together from several meant, or did two words merely meet ("pen is", "as 5")?

    It is if the list has it as it stands, if its parts are single letters, if no white space parts
    it, or if a part is itself a swear word. A part without a letter is never part of a word.
    """
    if written in hit.words:
        return True
    parts = finder.parts(written)
    if not all(any(char.isalpha() for char in part) for part in parts):
        return False
    if all(len(part) == 1 for part in parts):
        return True
    if not any(char.isspace() for char in written):
        return True
    return any(
        part in finder.words and grade_of.get(part, "strong") in ("slur", "strong", "mild")
        for part in parts
    )
