"""Opening the store for one command."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from redis.exceptions import RedisError

from moderation.settings import Settings
from moderation.store import Store
from ops.console import Failure

T = TypeVar("T")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """The store, which answers. Raises `Failure` if it does not."""
    store = Store(settings.redis_url)
    try:
        try:
            await store.ping()
        except (RedisError, OSError) as exc:
            raise Failure(
                f"the store does not answer at {_place(settings.redis_url)} "
                f"({type(exc).__name__}): is Greenroom running?"
            ) from exc
        yield store
    finally:
        await store.close()


def with_store(settings: Settings, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
    """Run `work` on the store of these settings, and return what it returns."""

    async def main() -> T:
        async with opened(settings) as store:
            return await work(store)

    return asyncio.run(main())


def _place(url: str) -> str:
    """A store's URL without its password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
