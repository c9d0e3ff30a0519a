"""What moderators have ruled about whom a comment comes from.

Trust does not carry a flood: whatever it rests on, somebody else may have come by it.
"""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.ruling import RULES as WORDS
from moderation.ruling import Kind, Word
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "ruled"
RULES: Rules = dict.fromkeys(WORDS.values(), ("what",))

# In words for a moderator, who is told no address.
WHAT = {
    Kind.EMAIL: "the author's e-mail address",
    Kind.ADDRESS: "the sender's address",
    Kind.NAME: "the author's name",
    Kind.HOST: "a host it links to",
    Kind.DOMAIN: "the domain of the author's e-mail address",
}


def build(policy: Policy) -> Check:
    def check(subject: Subject) -> Iterable[Signal]:
        for ruling in subject.facts.rulings[:1]:
            if ruling.word is Word.TRUST and subject.facts.floods(policy.checks):
                return
            yield Signal(NAME, WORDS[ruling.word], params={"what": WHAT[ruling.kind]})

    return check
