"""A policy whose files may change while it is in use.

Asked now and then, it reads them again if one has changed. What cannot be read changes nothing: an
operator who saves half a file goes on with the policy before.
"""

from collections.abc import Sequence
from pathlib import Path

from moderation.policy.reading import BadPolicy, read_policy

Stamp = tuple[tuple[str, int, int], ...]


class WatchedPolicy:
    """Reads at once; raises `BadPolicy` if it cannot."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.policy, files = read_policy(path)
        self._files: Sequence[Path] = files
        self._seen = _stamp(files)

    def refresh(self) -> bool:
        """Read again if a file has changed; True if `policy` is another one now.

        Raises `BadPolicy`, once a change, if it cannot be read; `policy` stays as it is.
        """
        stamp = _stamp(self._files)
        if stamp == self._seen:
            return False
        self._seen = stamp
        policy, self._files = read_policy(self._path)
        self._seen = _stamp(self._files)
        changed = policy != self.policy
        self.policy = policy
        return changed


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


__all__ = ["BadPolicy", "WatchedPolicy"]
