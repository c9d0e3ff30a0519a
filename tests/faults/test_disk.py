"""R5, R6. The disk is full, then is not; the store's memory is full, then is not.

The data folder is a file system of its own in memory, which only root may mount: on a machine where
that is not allowed these tests fail, because nothing else fills a disk like a full disk.
"""

import asyncio
import itertools
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import redis

from tests.eventually import eventually
from tests.faults.load import Load, loading
from tests.faults.scene import Scene

MEGABYTES = 8
CRUMBS = 1 << 14  # a store that ends leaves less of it: what its last write needed


class Disk:
    """A small file system on `folder`."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._folder = folder
        folder.mkdir()
        self._mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))

    def grow(self, megabytes: int) -> None:
        self._mount("-o", f"remount,size={megabytes}m", str(self._folder))

    def free(self) -> int:
        """In bytes."""
        return shutil.disk_usage(self._folder).free

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", str(self._folder)], check=True)

    def _mount(self, *arguments: str) -> None:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"this test must mount a tmpfs, as root: {done.stderr}"


@pytest.fixture
async def disk(scene: Scene) -> AsyncIterator[Disk]:
    made = Disk(scene.stack.data, MEGABYTES)
    yield made
    await scene.stack.stop()
    made.remove()


async def fill(load: Load, together: int) -> None:
    """Post large comments, so many at a time, until all of them are refused."""
    for turn in itertools.count():
        keys = [f"fill-{turn}-{number}" for number in range(together)]
        posts = [load.post(f"{key} " + "padding " * 600, key) for key in keys]
        if 202 not in await asyncio.gather(*posts):
            return


async def refused(load: Load, times: int) -> None:
    """Post small comments, one after the other, until so many in a row are refused.

    One may be because the store was just then started again, and crumbs of room were left.
    """
    row = 0
    for number in itertools.count():
        taken = await load.post(f"Is there room again? {number}", f"crumb-{number}") == 202
        row = 0 if taken else row + 1
        if row == times:
            return
        await asyncio.sleep(0 if taken else 0.1)


async def recovered(scene: Scene, load: Load) -> None:
    await scene.stack.ready(10)
    async with loading(load):
        await load.more(20, seconds=10)
    await scene.settled()


async def test_a_full_disk_loses_nothing_and_is_recovered_from(scene: Scene, disk: Disk) -> None:
    """Where the service cannot see the disk, as over a network, nothing keeps it from filling: the
    store ends at the write that fails, is started again, and ends at the next."""
    scene.stack.hasten()
    scene.stack.service_url = scene.stack.work_url = scene.stack.tcp_url
    await scene.start()
    store, load = scene.stack.parts["valkey"], scene.load()
    await fill(load, 16)
    await refused(load, 20)
    assert disk.free() < CRUMBS, "the disk was not full"
    assert set(store.exits) == {1}
    assert "Can't recover from AOF write error" in scene.stack.log("valkey")
    assert set(scene.ledger.answers) == {202, 503}, "somebody was left without an answer"
    assert scene.ledger.slowest < 1
    disk.grow(256)
    await recovered(scene, load)


async def test_a_disk_that_is_seen_is_not_filled(scene: Scene, disk: Disk) -> None:
    """Comments are refused while there is room for the decisions on those that are in."""
    await scene.start()
    load = scene.load()
    await fill(load, 1)
    await refused(load, 5)
    assert disk.free() > 1 << 20, "nearly all of it was filled"
    assert scene.stack.parts["valkey"].exits == []
    disk.grow(256)
    await recovered(scene, load)


async def test_full_memory_loses_nothing_and_is_recovered_from(scene: Scene) -> None:
    """Were admission control to fail, the store refuses by itself; a comment is kept or is not."""
    await scene.start()
    load = scene.load()
    with redis.Redis.from_url(scene.stack.store_url) as client:
        async with loading(load):
            await load.more(50)
            client.config_set("maxmemory", 1)
            refused = scene.ledger.answers[503]
            await eventually(lambda: scene.ledger.answers[503] >= refused + 20)
            client.config_set("maxmemory", 0)
            await load.more(50)
    await scene.settled()
