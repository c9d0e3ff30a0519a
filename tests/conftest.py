"""Fixtures shared by all tests: a real Valkey of the test run's own, and a store on it."""

import gc
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from moderation.store import Store
from tests.valkey import Valkey


def pytest_collection_finish() -> None:
    """Thousands of tests stay in memory to the end. To walk through them takes the collector so
    long that a check in whose time it falls counts as one that a text has slowed down."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def patient_connections() -> Iterator[None]:
    """A machine with other work takes longer than a second at times to open a socket; what a store
    that is away does to whoever asks is tried with other processes than this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("moderation.store.connection.CONNECT_TIMEOUT", 10.0)
        yield


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A Valkey as production has it (append-only file, fsync before each reply) on a socket."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        server = Valkey(Path(folder))
        server.start()
        yield server
        server.kill()


@pytest.fixture
def spare() -> Iterator[Valkey]:
    """One of a test's own, which the test starts."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        server = Valkey(Path(folder))
        yield server
        server.kill()


@pytest.fixture
def redis_url(valkey: Valkey) -> str:
    """The address of an empty store."""
    valkey.flush()
    return valkey.url


@pytest.fixture
async def store(redis_url: str) -> AsyncIterator[Store]:
    opened = Store(redis_url)
    yield opened
    await opened.close()


@pytest.fixture
def raw(redis_url: str) -> Iterator[Any]:
    """A plain client, for looking behind the store's back. Untyped, as redis-py's replies are."""
    with redis.Redis.from_url(redis_url) as client:
        yield client
