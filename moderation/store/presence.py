"""Which comment each moderator looks at just now, so that two do not read the same.

A look is a soft lease: it keeps nobody out, and ends by itself. Losing all of them loses nothing.
"""

from collections.abc import Mapping

from moderation.store import keys
from moderation.store.connection import Scripts

LOOK_MS = 90_000


class Presence:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    async def look(self, site: str, who: str, comment_id: str | None) -> Mapping[str, str]:
        """Somebody looks at a comment, or at none any more. Gives the others: who -> comment."""
        args: tuple[str | int, ...] = (who, comment_id or "", LOOK_MS)
        reply = await self._scripts.run("look", [keys.looks(site)], args)
        words = [word.decode() for word in reply]
        return dict(zip(words[::2], words[1::2], strict=True))


def current(looks: Mapping[bytes, bytes], now_ms: int) -> dict[str, str]:
    """Of looks as they are kept, those that go on: who -> comment. What look.lua would drop is
    not among them."""
    found = {}
    for who, look in looks.items():
        ends, _, comment_id = look.partition(b" ")
        if comment_id and ends.isdigit() and now_ms < int(ends) <= now_ms + LOOK_MS:
            found[who.decode()] = comment_id.decode()
    return found
