"""Backup under load and restore, on real stores; and every backup that must be refused."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import redis
from click.testing import Result

from moderation.comment import Status
from moderation.lesson import Label, Lesson
from moderation.store import Store
from moderation.store.records import Intake, Teaching
from ops.backup import FOLDER, RECEIPT, take
from ops.console import Failure
from ops.restore import restore
from tests import make
from tests.eventually import eventually
from tests.valkey import Valkey

Cli = Callable[..., Result]
WRITERS, BACKUPS = 4, 4


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A store whose file is its own, as backups copy all of it."""
    folder = tmp_path / "store"
    folder.mkdir()
    server = Valkey(folder)
    server.start()
    yield server
    server.kill()


@asynccontextmanager
async def load(store: Store, raw: Any) -> AsyncIterator[list[list[str]]]:
    """Writers accept one comment after another, drains decide them, a filter learns and forgets,
    and the file is rewritten over and over. Yields each writer's acknowledged ids, in order."""
    acknowledged: list[list[str]] = [[] for _ in range(WRITERS)]
    stop = False

    async def write(ids: list[str]) -> None:
        while not stop:
            made = make.comment(body="x" * 500)
            (receipt,) = await store.comments.accept([Intake(made, idempotency=(made.id, "x"))])
            assert not isinstance(receipt, Exception)
            ids.append(made.id)

    async def drain() -> None:
        while not stop:
            for claim in await make.claim(store, limit=16):
                await store.comments.decide([make.decision(claim.comment, Status.PUBLISHED)])
            await asyncio.sleep(0)

    async def teach() -> None:
        for n in count(1):
            lesson = Lesson(Label.SPAM, "moderator:ana", n, (n % 7, n))
            await store.learning.learn("blog", [Teaching(f"l{n % 20}", lesson, "")])
            if stop:
                return

    async def rewrite() -> None:
        while not stop:
            if not raw.info("persistence")["aof_rewrite_in_progress"]:
                raw.bgrewriteaof()
            await asyncio.sleep(0.01)

    jobs = [*(write(ids) for ids in acknowledged), drain(), teach(), rewrite()]
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield acknowledged
    finally:
        stop = True
        await asyncio.gather(*tasks)


def reached(written: list[list[str]], goal: int) -> bool:
    return sum(map(len, written)) >= goal


def rewritten(raw: Any, times: int) -> bool:
    return int(raw.info("persistence")["aof_rewrites"]) >= times


async def restored(folder: Path, target: Path, written: list[list[str]]) -> list[list[bool]]:
    """Restore a backup, start a store on it, and tell of each id whether it is there."""
    tried = await asyncio.to_thread(restore, folder, target)
    assert tried.findings == ()
    server = Valkey(target)
    server.start()
    try:
        store = Store(server.url)
        rows = [await store.comments.read("blog", ids) for ids in written]
        assert [finding async for finding in store.fsck.run()] == []
        assert (await store.learning.totals("blog")).spam
        assert tried.comments == await store.threads.sizes("blog")
        await store.close()
    finally:
        server.kill()
    there = [[record is not None for record in row] for row in rows]
    assert sum(tried.comments.values()) == sum(map(sum, there)), "there is more than was written"
    return there


async def test_a_backup_under_load_is_a_prefix_and_sound(
    own_valkey: Valkey, tmp_path: Path
) -> None:
    store = Store(own_valkey.url)
    await store.sites.add("blog")
    spans = []
    with redis.Redis.from_url(own_valkey.url) as raw:
        async with load(store, raw) as written:
            for number in range(BACKUPS):
                goal = sum(map(len, written)) + 200
                await eventually(partial(reached, written, goal), 60)
                await eventually(partial(rewritten, raw, number + 2), 60)
                before = [len(ids) for ids in written]
                await take(store, tmp_path / f"backup{number}")
                spans.append((before, [len(ids) for ids in written]))
        assert rewritten(raw, BACKUPS + 1), "nothing was rewritten meanwhile: nothing was tested"
    await store.close()
    assert any(before != after for before, after in spans), "there was no load"
    for number, span in enumerate(spans):
        there = await restored(tmp_path / f"backup{number}", tmp_path / f"new{number}", written)
        for row, least, most in zip(there, *span, strict=True):
            assert row == sorted(row, reverse=True), "not a prefix"
            assert least <= sum(row) <= most + 1


@pytest.fixture
def backup(own_valkey: Valkey, tmp_path: Path) -> Path:
    """A backup of one comment."""

    async def work() -> None:
        store = Store(own_valkey.url)
        await store.sites.add("blog")
        await make.decided(store, Status.HELD)
        await take(store, tmp_path / "backup")
        await store.close()

    asyncio.run(work())
    return tmp_path / "backup"


def test_the_commands_say_what_they_did(
    cli: Cli, clean: pytest.MonkeyPatch, own_valkey: Valkey, backup: Path, tmp_path: Path
) -> None:
    clean.setenv("GREENROOM_REDIS_URL", own_valkey.url)
    taken = cli("backup", str(tmp_path / "second"))
    assert taken.exit_code == 0, taken.output
    assert (tmp_path / "second").stat().st_mode & 0o77 == 0
    again = cli("backup", str(tmp_path / "second"))
    assert again.exit_code == 1
    assert (tmp_path / "second" / "backup.json").exists(), "the first is left as it was"
    done = cli("restore", str(backup), "--into", str(tmp_path / "new"))
    assert done.exit_code == 0, done.output
    assert "1 held" in done.stdout
    assert "fsck: all is well" in done.stdout
    assert {path.name for path in (tmp_path / "new").iterdir()} == {FOLDER, "lock"}


def test_damage_that_was_backed_up_is_told(
    cli: Cli, own_valkey: Valkey, backup: Path, tmp_path: Path
) -> None:
    with redis.Redis.from_url(own_valkey.url) as raw:
        raw.delete("gr:{blog}:is:held")

    async def work() -> None:
        store = Store(own_valkey.url)
        await take(store, tmp_path / "damaged")
        await store.close()

    asyncio.run(work())
    done = cli("restore", str(tmp_path / "damaged"), "--into", str(tmp_path / "new"))
    assert done.exit_code == 1
    assert "the index of its status lacks it" in done.stdout
    assert (tmp_path / "new" / FOLDER).exists()


def flip(folder: Path) -> None:
    path = next(path for path in (folder / FOLDER).iterdir() if ".incr." in path.name)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def shorten(folder: Path) -> None:
    path = next(path for path in (folder / FOLDER).iterdir() if ".base." in path.name)
    path.write_bytes(path.read_bytes()[:-1])


def lead_elsewhere(folder: Path) -> None:
    receipt = json.loads((folder / "backup.json").read_text())
    receipt["sha256"]["../x"] = ""
    (folder / "backup.json").write_text(json.dumps(receipt))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (flip, "differ from their sums"),
        (shorten, "differ from their sums"),
        (lambda folder: (folder / "backup.json").unlink(), "no complete backup"),
        (lambda folder: (folder / "backup.json").write_text("{}"), "no complete backup"),
        (lambda folder: shutil.rmtree(folder / FOLDER), "nothing was restored"),
        (lead_elsewhere, "names files elsewhere"),
    ],
)
def test_a_spoilt_backup_is_refused(
    backup: Path, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(backup)
    with pytest.raises(Failure, match=told):
        restore(backup, tmp_path / "new")
    left = {path.name for path in (tmp_path / "new").glob("*")}
    assert left <= {"lock"}


def test_a_directory_with_a_store_is_not_overwritten(
    own_valkey: Valkey, backup: Path, tmp_path: Path
) -> None:
    with pytest.raises(Failure, match="has a store's files already"):
        restore(backup, tmp_path / "store")
    with redis.Redis.from_url(own_valkey.url) as raw:
        assert raw.zcard("gr:{blog}:is:held") == 1


def test_a_running_greenrooms_directory_is_refused(backup: Path, tmp_path: Path) -> None:
    from ops.lock import Lock

    target = tmp_path / "new"
    target.mkdir()
    lock = Lock(target)
    lock.take()
    try:
        with pytest.raises(Failure, match="already running"):
            restore(backup, target)
    finally:
        lock.release()


async def test_a_store_that_cannot_be_seen_from_here_is_told(
    own_valkey: Valkey, tmp_path: Path
) -> None:
    store = Store(own_valkey.url)
    (tmp_path / "store" / FOLDER).rename(tmp_path / "store" / "moved")
    try:
        with pytest.raises(Failure, match="not to be seen from here"):
            await take(store, tmp_path / "backup")
    finally:
        (tmp_path / "store" / "moved").rename(tmp_path / "store" / FOLDER)
        await store.close()
    assert not (tmp_path / "backup").exists()


async def test_backup_and_restore_are_on_disk_when_they_are_told_of(
    own_valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut right after must not take back the names that were given last."""
    synced: list[tuple[str, list[str]]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        if path.is_dir():
            synced.append((str(path.relative_to(tmp_path)), sorted(os.listdir(path))))
        fsync(descriptor)

    def everything() -> None:
        receipts.append((tmp_path / "backups" / "today" / RECEIPT).exists())
        sync()

    receipts: list[bool] = []
    sync = os.sync
    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(os, "sync", everything)
    store = Store(own_valkey.url)
    await take(store, tmp_path / "backups" / "today")
    await store.close()
    assert receipts == [True]
    synced.clear()
    await asyncio.to_thread(restore, tmp_path / "backups" / "today", tmp_path / "restored")
    assert any(name == "restored" and FOLDER in names for name, names in synced)
