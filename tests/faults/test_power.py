"""R3. Power fails: what no fsync covered is gone, and nothing that was acknowledged is among it.

Against the store itself, since the service refuses to promise anything on `everysec`.
"""

import asyncio
import contextlib
from pathlib import Path

import pytest
import redis

from moderation.comment import Comment, Thread
from moderation.identity import new_id
from moderation.store import Store, keys
from moderation.store.connection import StoreErrors
from moderation.store.records import Intake
from tests.eventually import eventually
from tests.faults.part import Part
from tests.faults.shim import Power
from tests.faults.stack import DURABLE, SITE, answers, server_command

WRITERS = 4
EVERY_SECOND = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "")


class Writers:
    """Accept comments until the store is gone; `kept` are those it gave a receipt for."""

    def __init__(self, url: str) -> None:
        self.kept: list[str] = []
        self._store = Store(url)
        self._tasks = [asyncio.create_task(self._write()) for _ in range(WRITERS)]

    async def end(self) -> None:
        await asyncio.gather(*self._tasks)
        await self._store.close()

    async def _write(self) -> None:
        with contextlib.suppress(*StoreErrors):
            while True:
                comment = Comment(new_id(), SITE, Thread("/power"), "A remark on the lights.")
                (receipt,) = await self._store.comments.accept([Intake(comment)])
                if isinstance(receipt, Exception):
                    raise receipt
                self.kept.append(receipt.id)


async def lost_by_a_cut(folder: Path, options: tuple[str, ...]) -> int:
    """Write, cut the power shortly after an fsync, start again: how many receipts were lies?"""
    folder.mkdir()  # noqa: ASYNC240 - at once
    url = f"unix://{folder}/valkey.sock"
    power = Power(folder / "synced")
    command = server_command(folder, options=options)
    store = Part("valkey", command, power.environ, folder / "valkey.log")
    store.start()
    try:
        await eventually(lambda: answers(url), 20)
        writers = Writers(url)
        await eventually(lambda: len(writers.kept) > 100)
        before, synced = len(writers.kept), power.syncs()
        await eventually(lambda: power.syncs() > synced and len(writers.kept) > before)
        more = len(writers.kept) + 50
        await eventually(lambda: len(writers.kept) >= more)
        store.wanted = False
        store.signal()
        await store.gone()
        await writers.end()
        power.cut(folder)
        store.wanted = True
        await eventually(lambda: answers(url), 20)
        with redis.Redis.from_url(url) as client:
            return sum(not client.exists(keys.comment(SITE, i)) for i in writers.kept)
    finally:
        await store.stop()


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("p")


async def cuts(folder: Path, count: int) -> tuple[list[int], list[int]]:
    """How many were lost by each cut, as we run the store and as we do not."""
    ours = [await lost_by_a_cut(folder / f"a{n}", DURABLE) for n in range(count)]
    control = [await lost_by_a_cut(folder / f"e{n}", EVERY_SECOND) for n in range(count)]
    print(f"lost by each power cut: always {ours}, everysec {control}")
    return ours, control


async def test_a_power_cut_loses_no_receipt_and_would_without_an_fsync_each(folder: Path) -> None:
    ours, control = await cuts(folder, 2)
    assert ours == [0, 0]
    assert all(control), "the control lost nothing: the cut is none"


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_twenty_power_cuts_lose_no_receipt(folder: Path) -> None:
    ours, control = await cuts(folder, 20)
    assert ours == [0] * 20
    assert all(control), "the control lost nothing: the cut is none"
