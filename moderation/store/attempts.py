"""Failed attempts to sign in, counted for fifteen minutes under keyed digests.

An attempt counts before it is tried and is given back if it succeeds, so that many at once are no
way round the limit. Nothing that is refused counts, so that no lock outlives its window.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any

import redis.asyncio

from moderation.store import keys

WINDOW_SECONDS = 15 * 60
MOST = 10


class Attempts:
    """Each verb takes the names of what is counted: a user, an address, a known browser."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client
        self._kept = b""

    async def begin(self, counted: Sequence[str]) -> int:
        """Count an attempt; 0 if it may go on, else in how many seconds the next one may."""
        pipe = self._client.pipeline(transaction=True)
        for key in await self._keys(counted):
            pipe.incr(key)
            pipe.expire(key, WINDOW_SECONDS, nx=True)
            pipe.ttl(key)
        replies = await pipe.execute()
        waits = [left for count, _, left in _threes(replies) if count > MOST]
        if not waits:
            return 0
        await self.give_back(counted)
        return max(1, *waits)

    async def give_back(self, counted: Sequence[str]) -> None:
        """It was no failure."""
        pipe = self._client.pipeline(transaction=True)
        for key in await self._keys(counted):
            pipe.decr(key)
            pipe.expire(key, WINDOW_SECONDS, nx=True)  # if it had just gone, it must go again
        await pipe.execute()

    async def forget(self, counted: Sequence[str]) -> None:
        """Count from none again."""
        await self._client.delete(*await self._keys(counted))

    async def mark(self, name: str) -> str:
        """What a browser keeps in which this user has signed in."""
        nonce = secrets.token_urlsafe(12)
        return f"{nonce}.{await self._mac(name, nonce)}"

    async def knows(self, name: str, mark: str) -> bool:
        """Is it a mark that was given for this user?"""
        if not mark.isascii():
            return False
        nonce, _, mac = mark.partition(".")
        return hmac.compare_digest((await self._mac(name, nonce)).encode(), mac.encode())

    async def _mac(self, name: str, nonce: str) -> str:
        data = f"browser {nonce} {name}".encode()
        return hashlib.blake2b(data, key=await self._secret(), digest_size=16).hexdigest()

    async def _keys(self, counted: Sequence[str]) -> list[str]:
        secret = await self._secret()
        return [
            keys.failed(hashlib.blake2b(what.encode(), key=secret, digest_size=16).hexdigest())
            for what in counted
        ]

    async def _secret(self) -> bytes:
        """Of this store; made when it is first needed."""
        if not self._kept:
            await self._client.set(keys.DOOR, secrets.token_bytes(32), nx=True)
            kept: Any = await self._client.get(keys.DOOR)
            self._kept = bytes(kept)
        return self._kept


def _threes(replies: list[Any]) -> list[tuple[int, bool, int]]:
    return list(zip(replies[::3], replies[1::3], replies[2::3], strict=True))
