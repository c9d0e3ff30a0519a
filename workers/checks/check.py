"""What every check is: a function from a subject to the signals it saw there."""

from collections.abc import Callable, Iterable, Mapping

from moderation.verdict import Signal
from workers.subject import Subject

Check = Callable[[Subject], Iterable[Signal]]

# A check's rules, each with the parameters that its signals always have.
Rules = Mapping[str, tuple[str, ...]]
