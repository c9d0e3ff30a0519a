"""What is probably wrong with a policy that can be read. Pure."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from moderation.policy.shape import Policy

PARAMETER = re.compile(r"\{(\w+)\}")
FAMILY = re.compile(r"<(\w+)>")


class Fault(NamedTuple):
    """`grave`: the policy does not do what it says. Others are only worth a look."""

    grave: bool
    text: str


def lint(
    policy: Policy, rules: Mapping[str, Sequence[str]], categories: Sequence[str]
) -> list[Fault]:
    """Faults, the grave ones first. `rules` are those that checks give, with their parameters."""
    own = [f"listed.{name}" for name in policy.lists]
    own += [f"spam.{kind}" for kind in policy.checks.spam.kinds]
    known = {**rules, **dict.fromkeys(own, ("n", "words"))}
    faults = [
        *_thresholds(policy),
        *_names(policy, known),
        *_rules(policy, known, categories),
        *_groups(policy),
        *_wordings(policy),
    ]
    return sorted(faults, key=lambda fault: not fault.grave)


def _thresholds(policy: Policy) -> Iterator[Fault]:
    if policy.thresholds.hold <= 0:
        yield Fault(True, "thresholds.hold: at 0 or below, every comment is held")


def _names(policy: Policy, known: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Rules that are named and not given, and given and not named."""
    for where, names in (("rules", policy.rules), ("hard", policy.hard)):
        for name in names:
            if name not in known:
                yield Fault(True, f'{where}."{name}": no check gives it{_hint(name, known)}')
    for name in policy.lists:
        rule = f"listed.{name}"
        if rule not in policy.rules and rule not in policy.hard:
            yield Fault(True, f'lists.{name}: without a rule "{rule}" it weighs nothing')
    for name in known:
        if name not in policy.rules and name not in policy.hard and name.split(".")[0] != "listed":
            yield Fault(False, f'rules."{name}": not in the policy, so it weighs nothing')


def _rules(
    policy: Policy, known: Mapping[str, Sequence[str]], categories: Sequence[str]
) -> Iterator[Fault]:
    for name, rule in policy.rules.items():
        if rule.category not in categories:
            hint = _hint(rule.category, categories)
            yield Fault(True, f'rules."{name}": category "{rule.category}" is unknown{hint}')
        for parameter in PARAMETER.findall(rule.text):
            if name in known and parameter not in known[name]:
                has = ", ".join(f"{{{one}}}" for one in known[name]) or "none"
                yield Fault(
                    True, f'rules."{name}": the text\'s {{{parameter}}} is not known; it has {has}'
                )
        if not rule.text:
            yield Fault(False, f'rules."{name}": has no text for a moderator to read')
    for where, named in (("care", policy.care), ("ceiling", policy.ceiling)):
        for category in named.categories:
            if category not in categories:
                hint = _hint(category, categories)
                yield Fault(True, f'{where}: category "{category}" is unknown{hint}')


def _groups(policy: Policy) -> Iterator[Fault]:
    used = {rule.group for rule in policy.rules.values() if rule.group}
    for group in sorted(used - policy.groups.keys()):
        yield Fault(False, f"groups.{group}: rules are in it, but it has no cap")
    for group in sorted(policy.groups.keys() - used):
        yield Fault(False, f"groups.{group}: no rule is in it{_hint(group, used)}")
    for group, cap in policy.groups.items():
        if cap <= 0:
            yield Fault(True, f"groups.{group}: a cap of {cap:g} leaves nothing of its rules")


def _wordings(policy: Policy) -> Iterator[Fault]:
    """Wordings that name a family of words which is not there: they find nothing."""
    options = policy.checks.self_harm
    for name, texts in msgspec.structs.asdict(options).items():
        for text in texts if isinstance(texts, tuple) else ():
            for family in FAMILY.findall(text):
                if family not in options.words:
                    hint = _hint(family, options.words)
                    yield Fault(True, f"checks.self_harm.{name}: there is no <{family}>{hint}")


def _hint(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), 1)
    return f'; did you mean "{close[0]}"?' if close else ""
