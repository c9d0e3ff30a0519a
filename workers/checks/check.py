"""What every check is: a function from a subject to the signals it saw there."""

from collections.abc import Callable, Iterable

from moderation.verdict import Signal
from workers.subject import Subject

Check = Callable[[Subject], Iterable[Signal]]
