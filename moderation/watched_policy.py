"""A policy whose files may change while it is in use.

Whoever uses it asks for the current one each time; its files are looked at then, and read again if
one has changed. What cannot be read changes nothing: an operator who saves half a file goes on with
the policy before, and finds in the log why.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from moderation.policy import BadPolicy, Policy
from moderation.policy.reading import read_policy

log = logging.getLogger(__name__)

Made = TypeVar("Made")
Stamp = tuple[tuple[str, int, int], ...]


class WatchedPolicy(Generic[Made]):
    """What `make` makes of a policy. Reads at once; raises `BadPolicy` if it cannot, or if `make`
    does."""

    def __init__(self, path: Path | None, make: Callable[[Policy], Made]) -> None:
        self._path = path
        self._make = make
        self._policy, files = read_policy(path)
        self._made = make(self._policy)
        self._files: Sequence[Path] = files
        self._seen = _stamp(files)

    def current(self) -> Made:
        """By the policy as its files have it now; the same object as long as nothing changed."""
        stamp = _stamp(self._files)
        if stamp != self._seen:
            self._seen = stamp
            self._read()
        return self._made

    def _read(self) -> None:
        try:
            policy, self._files = read_policy(self._path)
            self._seen = _stamp(self._files)
            if policy == self._policy:
                return
            self._made = self._make(policy)
        except BadPolicy as exc:
            log.error("the policy has changed and cannot be used, the one before stays: %s", exc)
            return
        self._policy = policy
        log.info("the policy has changed; it is version %d now", policy.version)


def itself(policy: Policy) -> Policy:
    """For who needs nothing made of it."""
    return policy


def _stamp(files: Sequence[Path]) -> Stamp:
    """What tells a changed file: time and size. A file that is not there has none."""
    found = []
    for path in files:
        try:
            stat = path.stat()
        except OSError:
            found.append((str(path), 0, -1))
        else:
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
