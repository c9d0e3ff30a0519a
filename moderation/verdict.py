"""Signals, verdicts, and `decide`, which weighs the one into the other.

Pure. A check says what it saw (a signal); only the policy says what that weighs; only
`decide` turns weights into an outcome. The shape follows rspamd's symbols: named rules with
weights, in groups with a cap, a sum, thresholds.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import msgspec

from moderation.comment import Status
from moderation.policy import Policy

Span = tuple[int, int]
Param = str | int | float

CATEGORIES = (
    "clean",
    "spam",
    "profanity",
    "toxicity",
    "hate",
    "sexual",
    "violence",
    "self_harm",
    "personal_data",
    "other",
)


# Care in every policy: what is done for the author does not depend on thresholds.
CARE = frozenset({"self_harm"})
# Why a moderator keeps such a comment hidden: not for what it says, but for who says it.
WITH_CARE = "self_harm"


class Signal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing a check saw.

    `spans` are offsets in code points of the comment's body, `[start, end)`. `strength` multiplies
    the rule's weight. `weight` and `category` are filled in by `decide` from the policy.
    """

    check: str
    rule: str
    spans: tuple[Span, ...] = ()
    params: dict[str, Param] = {}
    strength: float = 1.0
    weight: float = 0.0
    category: str = "other"

    @property
    def name(self) -> str:
        """The rule's full name, as the policy file spells it: `links.too_many`."""
        return f"{self.check}.{self.rule}"


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the checks made of a comment, with every reason.

    `not_run` names the checks that raised or overran; with any of them the outcome is at best held.
    `decisive` names the rule, or the word `score` or `not_run`, that settled the outcome.
    """

    outcome: Status
    score: float
    policy_version: int
    category: str
    signals: tuple[Signal, ...] = ()
    not_run: tuple[str, ...] = ()
    decisive: str = "score"


def decide(signals: Sequence[Signal], policy: Policy, not_run: Sequence[str] = ()) -> Verdict:
    """Weigh signals by the policy. Strongest signal first in the verdict.

    A rule that the policy does not list weighs nothing but still stands in the verdict. Hard rules
    can only hold or reject. A care category (self-harm) is held, never rejected, whatever else was
    seen: a cry for help that also swears is still a cry for help.
    """
    weighed = sorted((_weigh(s, policy) for s in signals), key=lambda s: -s.weight)
    doubts = _doubts(weighed, policy)
    score = sum(doubts.values())
    outcome, decisive = _by_score(score, policy), "score"
    for signal in weighed:
        hard = policy.hard.get(signal.name)
        if hard is not None and _severity(hard) > _severity(outcome):
            outcome, decisive = hard, signal.name
    if not_run and outcome is Status.PUBLISHED:
        outcome, decisive = Status.HELD, "not_run"
    for signal in weighed:
        if signal.category in policy.care.categories and signal.weight > 0:
            outcome, decisive = Status.HELD, signal.name
            break
    if outcome is Status.PUBLISHED:
        weighed = [signal for signal in weighed if not _aside(signal, policy, doubts)]
    return Verdict(
        outcome=outcome,
        score=round(score, 3),
        policy_version=policy.version,
        category=_category(weighed, doubts, outcome, decisive),
        signals=tuple(weighed),
        not_run=tuple(not_run),
        decisive=decisive,
    )


def is_care(verdict: Verdict | None, policy: Policy) -> bool:
    """May this be a cry for help? Then a person reads it first, the author is told of help, nothing
    is learned from it, and it is sent to nobody. Self-harm always is, whatever the policy says."""
    return is_among(verdict, CARE.union(policy.care.categories))


def is_among(verdict: Verdict | None, categories: Collection[str]) -> bool:
    """Is it, or anything that weighed, of one of these categories?"""
    if verdict is None:
        return False
    return verdict.category in categories or any(
        signal.category in categories and signal.weight > 0 for signal in verdict.signals
    )


def could_not_be_checked(policy: Policy, attempts: int) -> Verdict:
    """The verdict on a comment whose checks never finished: held, for a person to read."""
    signal = Signal("engine", "could_not_be_checked", params={"attempts": attempts})
    return Verdict(
        outcome=Status.HELD,
        score=0.0,
        policy_version=policy.version,
        category="other",
        signals=(signal,),
        not_run=("engine",),
        decisive="not_run",
    )


def _aside(signal: Signal, policy: Policy, doubts: Collection[str]) -> bool:
    """Is it said for whoever has to decide, and changed nothing? `doubts` are categories."""
    rule = policy.rules.get(signal.name)
    changed = signal.weight > 0 or (signal.weight < 0 and signal.category in doubts)
    return rule is not None and rule.aside and not changed


def _weigh(signal: Signal, policy: Policy) -> Signal:
    rule = policy.rules.get(signal.name)
    if rule is None:
        return signal
    return msgspec.structs.replace(
        signal, weight=round(rule.weight * signal.strength, 3), category=rule.category
    )


def _doubts(weighed: Sequence[Signal], policy: Policy) -> dict[str, float]:
    """By category, what counts against the comment less what speaks for it.

    Each group's sum is cut at the group's cap, either way. A negative weight takes something off
    its own category only: a trusted author's link is less suspicious, their insult no less one.
    The categories under the ceiling are cut together.
    """
    against, for_it = _by_category(weighed, policy, 1), _by_category(weighed, policy, -1)
    doubts = {name: weight - min(weight, for_it.get(name, 0.0)) for name, weight in against.items()}
    limited = doubts.keys() & set(policy.ceiling.categories)
    share = policy.ceiling.most / max(policy.ceiling.most, sum(doubts[name] for name in limited))
    return {name: weight * (share if name in limited else 1.0) for name, weight in doubts.items()}


def _by_category(weighed: Sequence[Signal], policy: Policy, sign: int) -> dict[str, float]:
    """Sums of the weights of one sign, as positive numbers. Rules without a group are alone."""
    groups: defaultdict[str, float] = defaultdict(float)
    counted = [s for s in weighed if s.weight * sign > 0 and s.name in policy.rules]
    for signal in counted:
        groups[policy.rules[signal.name].group] += abs(signal.weight)
    sums: defaultdict[str, float] = defaultdict(float)
    for signal in counted:
        group = policy.rules[signal.name].group
        cap = policy.groups.get(group, groups[group]) if group else groups[group]
        sums[signal.category] += abs(signal.weight) * min(1.0, cap / groups[group])
    return sums


def _by_score(score: float, policy: Policy) -> Status:
    if score >= policy.thresholds.reject:
        return Status.REJECTED
    if score >= policy.thresholds.hold:
        return Status.HELD
    return Status.PUBLISHED


def _severity(outcome: Status) -> int:
    return (Status.PUBLISHED, Status.HELD, Status.REJECTED).index(outcome)


def _category(
    weighed: Sequence[Signal], doubts: Mapping[str, float], outcome: Status, decisive: str
) -> str:
    """The decisive signal's category if a single rule settled it; else the most doubtful one."""
    for signal in weighed:
        if signal.name == decisive:
            return signal.category
    if outcome is Status.PUBLISHED:
        return "clean"
    return max(doubts, key=lambda name: doubts[name], default="other")
