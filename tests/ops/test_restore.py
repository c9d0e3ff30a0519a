"""Restoring what is damaged so that fsck cannot read it: told, and in place all the same."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from click.testing import Result

from moderation.comment import Status
from moderation.store import Store
from moderation.store.fsck import Fsck
from ops.backup import FOLDER, take
from ops.console import Failure
from ops.restore import restore
from tests import make
from tests.valkey import Valkey

Cli = Callable[..., Result]
Spoil = Callable[[Any], object]


def backup(folder: Path, spoil: Spoil = lambda raw: None) -> Path:
    """A backup of one comment, after something was done to the store."""

    async def work(url: str) -> None:
        store = Store(url)
        await store.sites.add("blog")
        await make.decided(store, Status.HELD)
        with redis.Redis.from_url(url) as raw:
            spoil(raw)
        await take(store, folder / "backup")
        await store.close()

    (folder / "store").mkdir()
    server = Valkey(folder / "store")
    server.start()
    try:
        asyncio.run(work(server.url))
    finally:
        server.kill()
    return folder / "backup"


def another_type(key: str) -> Spoil:
    return lambda raw: (raw.delete(key), raw.set(key, "x"))


@pytest.mark.parametrize(
    "spoil",
    [
        another_type("gr:{blog}:is:held"),
        another_type("gr:{blog}:inbox"),
        another_type("gr:{@}:sites"),
        lambda raw: raw.zadd("gr:{blog}:inbox", {b"\xff": 1}),
        lambda raw: raw.sadd("gr:{@}:sites", b"\xff"),
    ],
    ids=["index", "inbox", "list of sites", "an id", "a site's name"],
)
def test_damage_that_cannot_be_read_is_told_and_the_rest_restored(
    cli: Cli, tmp_path: Path, spoil: Spoil
) -> None:
    done = cli("restore", str(backup(tmp_path, spoil)), "--into", str(tmp_path / "new"))
    assert done.exit_code == 1, done.output
    assert "a person must look" in done.stdout
    assert (tmp_path / "new" / FOLDER).exists()


async def fails(*_: Any, **__: Any) -> AsyncIterator[Any]:
    raise ValueError("what somebody wrote")
    yield


def test_an_fsck_that_fails_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fsck, "run", fails)
    (found,) = restore(backup(tmp_path), tmp_path / "new").findings
    assert found.where == "fsck ended with ValueError"
    assert (tmp_path / "new" / FOLDER).exists()


def test_files_on_which_no_store_stays_up_are_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_: Store) -> None:
        raise redis.ConnectionError

    async def loses_it(*_: Any, **__: Any) -> AsyncIterator[Any]:
        monkeypatch.setattr(Store, "ping", lost)
        raise redis.ConnectionError
        yield

    monkeypatch.setattr(Fsck, "run", loses_it)
    with pytest.raises(Failure, match="nothing was restored"):
        restore(backup(tmp_path), tmp_path / "new")
    assert not (tmp_path / "new" / FOLDER).exists()
