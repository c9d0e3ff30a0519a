"""The engine: every check on every comment, then one verdict each.

Built once, before any worker forks. It knows no store; what it is given is all it judges by.
"""

import logging
from collections.abc import Sequence

from moderation.policy import Policy
from moderation.verdict import Signal, Verdict, decide
from workers.budget import Budget
from workers.checks import CHECKS
from workers.subject import Subject

log = logging.getLogger(__name__)


class Engine:
    """Prepared checks and the policy they serve."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._checks = [(module.NAME, module.build(policy)) for module in CHECKS]

    def examine(
        self, subjects: Sequence[Subject], stop: tuple[type[BaseException], ...] = ()
    ) -> list[Verdict]:
        """A verdict for each subject, in order.

        A check that raises, or takes longer than the policy's budget, counts as not run, and its
        comment is at best held. Exceptions named in `stop` (the worker's time limit) are not a
        check's own and pass through.
        """
        return [self._examine(subject, stop) for subject in subjects]

    def _examine(self, subject: Subject, stop: tuple[type[BaseException], ...]) -> Verdict:
        signals: list[Signal] = []
        not_run: list[str] = []
        budget = Budget(self.policy.budget.check_ms)
        for name, check in self._checks:
            try:
                signals.extend(check(subject))
            except stop:
                raise
            except Exception:
                # The text stays out of the log; the comment's id finds it.
                log.exception("check %s failed on comment %s", name, subject.comment.id)
                not_run.append(name)
            if budget.overrun() and name not in not_run:
                log.warning("check %s overran on comment %s", name, subject.comment.id)
                not_run.append(name)
        return decide(signals, self.policy, not_run)
