"""Connecting to the store and running its scripts.

Every command is sent at most once: redis-py's silent retries would run a write again after a lost
reply. Who wants a second attempt asks for one, knowing what may have happened.
"""

import asyncio
import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import redis
import redis.asyncio
from hiredis import pack_command
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError, ResponseError
from redis.retry import Retry as SyncRetry

from moderation.store import keys
from moderation.store.changes import Changes

SCRIPTS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).parent.parent.joinpath("scripts").glob("*.lua"))
}

# As the store names them: a script that it knows need not be sent.
HASHES = {
    name: hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    for name, text in SCRIPTS.items()
}
# Those by which readers see something else: each gives the thread a new revision.
REVISING = frozenset(name for name, text in SCRIPTS.items() if "'revision'" in text)

# What a caller must expect of any call: the command may or may not have been carried out.
StoreErrors = (RedisError, OSError, asyncio.TimeoutError)

SOCKET_TIMEOUT = 3.0
CONNECT_TIMEOUT = 1.0

Call = tuple[str, Sequence[str], Sequence[str | int | bytes]]


def connect(url: str, *, timeout: float | None = SOCKET_TIMEOUT) -> "redis.asyncio.Redis":
    """An asynchronous client. `timeout` in seconds is for each reply; None waits for ever."""
    pool = redis.asyncio.BlockingConnectionPool.from_url(
        url,
        max_connections=64,
        timeout=2,
        socket_timeout=timeout,
        socket_connect_timeout=CONNECT_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=15,
    )
    return redis.asyncio.Redis.from_pool(pool)


def connect_sync(url: str, *, timeout: float | None = SOCKET_TIMEOUT) -> "redis.Redis":
    """A synchronous client, for RQ alone."""
    return redis.Redis.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=CONNECT_TIMEOUT,
        retry=SyncRetry(NoBackoff(), 0),
        health_check_interval=15,
    )


_pack: Callable[[tuple[str | int | bytes, ...]], bytes] = pack_command  # type: ignore[assignment]


class Scripts:
    """Runs the store's Lua scripts by their hash, many in one round trip."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client
        self.changes = Changes()

    async def run(
        self, name: str, keys: Sequence[str], args: Sequence[str | int | bytes] = ()
    ) -> Any:
        """Run one script and return its reply. Raises what `StoreErrors` names."""
        (reply,) = await self.run_many([(name, keys, args)])
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def run_many(self, calls: Sequence[Call]) -> list[Any]:
        """Run scripts in one round trip; a call that failed has its exception for a reply.

        Each call is atomic, the list is not. A server that was restarted does not know the scripts:
        those calls, and only those, were certainly not carried out, and are sent again.
        """
        if not calls:
            return []
        try:
            return await self._send_known(calls)
        finally:  # whether or not the store has told us what became of it
            for site in {keys.parse(own[0])[0] for name, own, _ in calls if name in REVISING}:
                self.changes.note(site)

    async def command(self, words: Sequence[str | int | bytes]) -> Any:
        """One plain command of many words, packed as calls are. Raises what `StoreErrors` names."""
        (reply,) = await self._replies(_pack(tuple(words)), 1)
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def _send_known(self, calls: Sequence[Call]) -> list[Any]:
        """Once each, and those again whose script the server did not know."""
        replies = await self._send(calls)
        unknown = [i for i, reply in enumerate(replies) if isinstance(reply, NoScriptError)]
        if unknown:
            await self._load(sorted({calls[i][0] for i in unknown}))
            again = await self._send([calls[i] for i in unknown])
            for i, reply in zip(unknown, again, strict=True):
                replies[i] = reply
        return replies

    async def _send(self, calls: Sequence[Call]) -> list[Any]:
        """One write, one reply a call."""
        data = b"".join(
            _pack(("EVALSHA", HASHES[name], len(keys), *keys, *args)) for name, keys, args in calls
        )
        return await self._replies(data, len(calls))

    async def _replies(self, data: bytes, count: int) -> list[Any]:
        """Below redis-py's pipeline, which packs commands in Python and arms a timer for each
        reply: at 64 calls a batch that cost more than the scripts themselves (docs/adr/0006).
        """
        pool: Any = self._client.connection_pool
        connection = await pool.get_connection()
        try:
            async with asyncio.timeout(SOCKET_TIMEOUT):
                await connection.send_packed_command(data)
                return [await _reply(connection) for _ in range(count)]
        except BaseException:
            # Replies may still be on their way: nobody may read them as another call's.
            await connection.disconnect(nowait=True)
            raise
        finally:
            await pool.release(connection)

    async def _load(self, names: Sequence[str]) -> None:
        data = b"".join(_pack(("SCRIPT", "LOAD", SCRIPTS[name])) for name in names)
        for reply in await self._replies(data, len(names)):
            if isinstance(reply, Exception):
                raise reply


async def _reply(connection: Any) -> Any:
    """One reply; a script's own error is a reply too. The caller keeps the time."""
    try:
        return await connection.read_response(timeout=math.inf)
    except ResponseError as exc:
        return exc


def fields(reply: Mapping[bytes, bytes]) -> dict[str, bytes]:
    """A hash reply with text for field names."""
    return {name.decode(): value for name, value in reply.items()}
