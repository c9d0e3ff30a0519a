"""What moderators have ruled about whom comments come from, a site at a time.

A ruling ends by itself when its time is up, by the store's clock: nobody is told of it from then
on, and the next one that is kept takes it out. A drain asks by name: it never reads them all.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import Comment
from moderation.ruling import Ruling, names, rulings_for
from moderation.store import codec, keys
from moderation.store.connection import Call, Scripts

# Of a site; a further one is refused.
MOST_RULINGS = 10_000

_encode = msgspec.json.Encoder().encode
_ruling = msgspec.json.Decoder(Ruling)


class Rulings:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def rule(self, site: str, ruling: Ruling, lasts_ms: int | None = None) -> bool:
        """From now on, for so long or for good; in place of one of the same name. False if there
        are `MOST_RULINGS` already. The ruling's own times are not looked at."""
        whole = msgspec.to_builtins(ruling)
        words = {name: whole[name] for name in whole if name not in ("at", "until")}
        args = (
            ruling.name,
            _encode(words)[1:],
            lasts_ms or "",
            MOST_RULINGS,
            ruling.by,
            codec.ACTS_MOST,
        )
        return bool(await self._scripts.run("rule", [*_keys(site), keys.acts(site)], args))

    async def end(self, site: str, name: str, by: str) -> bool:
        """False if there is none of that name."""
        args = (name, "", "", MOST_RULINGS, by, codec.ACTS_MOST)
        return bool(await self._scripts.run("rule", [*_keys(site), keys.acts(site)], args))

    async def all(self, site: str) -> list[Ruling]:
        """Those that hold, the newest first."""
        pipe = self._client.pipeline(transaction=False)
        pipe.hvals(keys.rulings(site))
        pipe.time()
        documents, (seconds, micros) = await pipe.execute()
        now_ms = int(seconds) * 1000 + int(micros) // 1000
        found = [_ruling.decode(each) for each in documents]
        holding = [ruling for ruling in found if ruling.until is None or ruling.until > now_ms]
        return sorted(holding, key=lambda ruling: (-ruling.at, ruling.name))

    async def of(self, site: str, comment: Comment) -> list[Ruling]:
        """Those about this comment; the first is the one that counts."""
        reply = await self._scripts.run(*call(site, names(comment)))
        return rulings_for(comment, {ruling.name: ruling for ruling in read(reply)})


def call(site: str, wanted: Iterable[str]) -> Call:
    """The script call that asks for rulings by name."""
    return "rulings", _keys(site), list(wanted)


def read(reply: Any) -> list[Ruling]:
    """What it answers."""
    return [_ruling.decode(each) for each in reply]


def _keys(site: str) -> list[str]:
    return [keys.rulings(site), keys.rulings_end(site)]
