"""Someone speaks of wanting to die or of hurting themselves. Care, not a violation.

Told from talk about the subject: it is said of oneself and of now, nothing before it undoes it,
nothing in its clause puts it into the past, it is no figure of speech. The wordings are the
policy's.
"""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text.patterns import merged
from workers.text.wordings import PAUSES, QUOTE, STOP, Lexicon, Match, Together, Wordings, trimmed

NAME = "self_harm"

# Lists of the policy that are looked for, and the rule that what they find belongs to.
RULE_OF = {
    "plan": "plan",
    "attempt": "attempt",
    "asks_method": "asks_method",
    "disclosure": "disclosure",
    "thoughts": "disclosure",
    "loose": "disclosure",
    "self_injury": "self_injury",
    "third_person": "third_person",
    "encouragement": "encouragement",
    "talk": "talk",
    "distress": "distress",
    "together": "talk",
}
RULES: Rules = dict.fromkeys(RULE_OF.values(), ("n",))

# A question and a description are not undone by the words before them.
SAID = frozenset({"disclosure", "thoughts", "plan", "attempt", "self_injury", "distress"})

# These may be reports: of a medicine's side effects, of a study, of a book.
REPORTABLE = frozenset(
    {"thoughts", "loose", "attempt", "self_injury", "talk", "distress", "together"}
)

BEFORE = 4  # words before a match, in its clause, that may undo it
NEAR = 5  # words about a match in which a laugh tells a joke
CLAUSE, SENTENCE = 9, 40  # words to either side at most
MOST = 60  # matches that are looked at: one is enough to care


def build(policy: Policy) -> Check:
    options = policy.checks.self_harm
    texts = [(name, text) for name in RULE_OF for text in getattr(options, name)]
    ordered = len(texts) - len(options.together)  # those come last
    context = (*options.about, *options.reported, *options.idioms, *options.jokes)
    families = {**options.words, "undo": options.negations}
    lexicon = Lexicon(
        families, [*(text for _, text in texts), *context, "<self> <others> <not_me>"]
    )
    wanted = Wordings(lexicon, [text for _, text in texts[:ordered]])
    together = Together(lexicon, options.together)
    about, reported = Wordings(lexicon, options.about), Wordings(lexicon, options.reported)
    idioms, jokes = Wordings(lexicon, options.idioms), Wordings(lexicon, options.jokes)
    lexicon.disguise(options.disguised)
    ends = frozenset(STOP + PAUSES + lexicon.of("<and>"))
    undo, oneself = frozenset(lexicon.of("<undo>")), frozenset(lexicon.of("<self>"))
    others = frozenset(lexicon.of("<not_me>"))
    against = undo.union(lexicon.of("<others>"))

    def meant(found: Match, letters: str) -> bool:
        """Is it said of now, in earnest, in the writer's own words?"""
        name = texts[found.number][0]
        start, end = _within(letters, found, ends, CLAUSE)
        sentence = letters[slice(*_within(letters, found, STOPS, SENTENCE))]
        return not (
            (name in SAID and undone(letters, start, found))
            or about.any(letters[start:end])
            or jokes.any(letters[max(0, found.start - NEAR) : found.end + NEAR])
            or _quoted(letters, found, oneself)
            or (name in REPORTABLE and reported.any(sentence))
            or (name == "loose" and not against.isdisjoint(sentence))
        )

    def undone(letters: str, start: int, found: Match) -> bool:
        """Do the words just before it, in its clause, deny it or say it of somebody else?"""
        if letters[found.start] in oneself:
            return False
        ours = not oneself.isdisjoint(letters[found.start : found.end])
        for letter in reversed(letters[max(start, found.start - BEFORE) : found.start]):
            if letter in oneself:
                return False
            if letter in undo or (letter in others and not ours):
                return True
        return False

    def check(subject: Subject) -> Iterable[Signal]:
        folded = subject.folded
        letters = lexicon.read(folded.text)
        matches = wanted.find(letters)[:MOST]
        for match in together.find(letters)[:MOST]:
            matches.append(match._replace(number=match.number + ordered))
        if not matches:
            return
        spoken = idioms.find(letters)[:MOST]
        earnest = [
            match
            for match in matches
            if not any(match.start < idiom.end and idiom.start < match.end for idiom in spoken)
            and meant(match, letters)
        ]
        places = lexicon.places(folded.text) if earnest else []
        spans: dict[str, list[Span]] = {}
        signs: dict[int, int] = {}
        for match in earnest:
            first, last = trimmed(letters, match)
            span = folded.span(places[first][0], places[last][1])
            if not _answered(subject.text, span):
                rule = RULE_OF[texts[match.number][0]]
                spans.setdefault(rule, []).append(span)
                if rule == "distress" and match.start >= max(signs.values(), default=0):
                    signs.setdefault(match.number, match.end)
        if len(signs) < options.distress_least:
            spans.pop("distress", None)
        for rule, places in spans.items():
            marked = merged(places)
            yield Signal(NAME, rule, marked, {"n": len(marked)})

    return check


STOPS = frozenset(STOP)


def _within(letters: str, found: Match, ends: frozenset[str], most: int) -> tuple[int, int]:
    """From the end before a match to the one after it, both included."""
    start, end = found.start, found.end
    while start > 0 and letters[start] not in ends and found.start - start < most:
        start -= 1
    while end < len(letters) - 1 and letters[end] not in ends and end - found.end < most:
        end += 1
    return start, end + 1


def _quoted(letters: str, found: Match, oneself: frozenset[str]) -> bool:
    """Between quotation marks, and the words before these are not about the writer."""
    before = letters.count(QUOTE, 0, found.start + 1)
    if before % 2 == 0 or letters.find(QUOTE, found.end - 1) < 0:
        return False
    opening = letters.rfind(QUOTE, 0, found.start + 1)
    return oneself.isdisjoint(letters[max(0, opening - NEAR) : opening])


def _answered(body: str, span: Span) -> bool:
    """In a line that quotes another comment, as mail does."""
    line = body.rfind("\n", 0, span[0]) + 1
    return body[line : span[0]].lstrip().startswith(">")
