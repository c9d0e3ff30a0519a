"""Limits, counted in the store for all services together, by the store's clock.

Whom a count is about is a digest under the site's secret that is another each day, and it is gone
when what was spent is back. Not durable on purpose beyond what the store does by itself: to lose
one is to be generous.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.limits import Limit
from moderation.store import keys
from moderation.store.connection import Scripts
from moderation.store.sites import Site

DAY_SECONDS = 24 * 3600
PROOF_MS = 20 * 60 * 1000


class Word(StrEnum):
    """What became of a spending. `spare` was spent only if that was asked for; nothing was for what
    is `known`, a repetition of what was kept before."""

    SPENT = "spent"
    SPARE = "spare"
    FULL = "full"
    USED = "used"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Left:
    """How much is left of a limit, and in how many ms there is one more; 0 if it is whole."""

    limit: Limit
    left: int
    ms: int


@dataclass(frozen=True, slots=True)
class Spent:
    """With `used`, for a proof that was used before, nothing is known of the limits."""

    word: Word
    limits: tuple[Left, ...]


class Limits:
    """See the module. Raises what `StoreErrors` names when the store is away."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    async def spend(
        self,
        site: Site,
        wanted: Sequence[tuple[Limit, str]],
        *,
        proof: str = "",
        spare: bool = False,
        idempotency: str = "",
    ) -> Spent:
        """Spend one of each limit for whom it is about, or of none if one has none left.

        `spare`: spend what is spare, too. A `proof` of work counts once, and only if it is spent.
        With the digest of an `idempotency` key that has made something, nothing is spent.
        """
        day = int(time.time()) // DAY_SECONDS  # only to call them something else tomorrow
        places = [
            keys.spent(site.name, site.digest_of(f"limit {limit.name} {day}", who))
            for limit, who in wanted
        ]
        if proof:
            places.append(keys.proven(site.name, site.digest_of("proof", proof)))
        if idempotency:
            places.append(keys.idempotency(site.name, idempotency))
        args: list[str | int] = [PROOF_MS if proof else "", int(spare), int(bool(idempotency))]
        for limit, _ in wanted:
            args += (limit.most, limit.each_ms, limit.spare)
        word, *rest = await self._scripts.run("spend", places, args)
        found = zip(rest[::2], rest[1::2], strict=True)
        left = (Left(limit, *each) for (limit, _), each in zip(wanted, found, strict=False))
        return Spent(Word(word.decode()), tuple(left))
