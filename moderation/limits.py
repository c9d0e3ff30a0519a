"""How much of a kind may come in how much time, and from where on it is suspicious. Pure.

Generous: a person never meets one of these, and neither does a thread that everybody talks about.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` at once, and as many again in `seconds`, coming back one by one. Once no more than
    `spare` are left, it is suspicious."""

    name: str
    most: int
    seconds: int
    spare: int = 0

    @property
    def each_ms(self) -> int:
        """After how long one that was spent is back."""
        return max(1, self.seconds * 1000 // self.most)


TEN_MINUTES = 600

ADDRESS = Limit("address", 30, TEN_MINUTES, spare=15)
AUTHOR = Limit("author", 30, TEN_MINUTES, spare=15)
THREAD = Limit("thread", 1_200, TEN_MINUTES)
KEY = Limit("key", 6_000, TEN_MINUTES)
EDITS = Limit("edits", 30, TEN_MINUTES)
REPORTS = Limit("reports", 10, 900)
CHALLENGES = Limit("challenges", 60, TEN_MINUTES)

# For an address that is not the world's: a whole office, or everybody when a proxy is not named.
SHARED_TIMES = 20

# Of a secret key, in each process. What keeps a site's own server from flooding is admission
# (`service/readiness.py`); this keeps a loop gone wrong from taking all of a machine for long.
SECRET_KEY = Limit("key", 600_000, 60)


def shared(limit: Limit) -> Limit:
    """The same for many people behind one address, who are not all suspicious together."""
    return Limit(limit.name, limit.most * SHARED_TIMES, limit.seconds)
