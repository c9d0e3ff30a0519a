"""Personal data: addresses, numbers and secrets that let somebody be found, robbed or taken for
another. They are held for a person; what was written stays out of the signal, which only marks it.

Kinds of the policy's `mask` are marked so that readers are shown `[removed]` in their place
(`moderation/masking.py`).
"""

import re
from collections.abc import Callable, Iterable

from moderation.masking import MASKED
from moderation.policy import Policy
from moderation.verdict import Param, Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text import idnumbers
from workers.text.mailboxes import Mailboxes
from workers.text.private import Private
from workers.text.telephones import Telephones, may_be_spoken

NAME = "personal_data"
RULES: Rules = {
    "email": ("n",),
    "phone": ("n",),
    "card": ("n",),
    "bank_account": ("n",),
    "national_id": ("n",),
    "document": ("n",),
    "home": ("n",),
    "location": ("n",),
    "secret": ("n",),
    "birth_date": ("n",),
}

# Six digits close together: less is no number of any kind.
MANY = re.compile(r"\d(?:[ \t\u00a0.()/\u2010-\u2015-]{0,3}[A-Za-z]?\d){5}")
DIGIT = re.compile(r"\d")

Finder = Callable[[Subject], list[Span]]


def build(policy: Policy) -> Check:
    options = policy.checks.personal_data
    masked = frozenset(options.mask)
    boxes = Mailboxes(options.roles, options.providers, options.writing)
    phones = Telephones(options.regions, options.calling, options.helplines, options.other_numbers)
    private = Private(
        options.home,
        options.streets,
        options.here,
        options.documents,
        options.passwords,
        options.birth,
    )
    # What is found first is not also taken for something else.
    numbers: dict[str, Finder] = {
        "card": lambda subject: idnumbers.cards(subject.text),
        "bank_account": lambda subject: idnumbers.bank_accounts(subject.text),
        "national_id": lambda subject: idnumbers.national(subject.text),
    }
    others: dict[str, Finder] = {
        "document": lambda subject: private.documents.find(subject.plain, subject.run),
        "location": lambda subject: private.locations.find(subject.plain),
        "birth_date": lambda subject: private.births.find(subject.plain, subject.run),
        "home": lambda subject: private.homes.find(subject.plain, subject.run),
    }

    def telephones(subject: Subject) -> list[Span]:
        return phones.find(subject.text, subject.lower, subject.run)

    def check(subject: Subject) -> Iterable[Signal]:
        found: dict[str, list[Span]] = {
            "email": boxes.find(subject.text, subject.lower),
            "secret": private.secrets(subject.text, subject.plain, subject.run),
        }
        taken = found["email"] + found["secret"]
        many = MANY.search(subject.text)
        finders = dict(numbers) if many else {}
        if many or DIGIT.search(subject.text):
            finders |= others
        if many or may_be_spoken(subject.run):
            finders["phone"] = telephones
        for kind, find in finders.items():
            found[kind] = [span for span in find(subject) if not _meets(span, taken)]
            taken += found[kind]
        for kind in RULES:
            if found.get(kind):
                params: dict[str, Param] = {"n": len(found[kind])}
                if kind in masked:
                    params[MASKED] = 1
                yield Signal(NAME, kind, tuple(sorted(set(found[kind]))), params)

    return check


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
