"""R5, R6. The disk is full, then is not; the store's memory is full, then is not.

The data folder is a file system of its own in memory, which only root may mount: on a machine where
that is not allowed these tests fail, because nothing else fills a disk like a full disk.
"""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import redis

from tests.eventually import eventually
from tests.faults.load import Load, loading
from tests.faults.scene import Scene


class Disk:
    """A small file system on `folder`."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._folder = folder
        folder.mkdir()
        self._mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))

    def grow(self, megabytes: int) -> None:
        self._mount("-o", f"remount,size={megabytes}m", str(self._folder))

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", str(self._folder)], check=True)

    def _mount(self, *arguments: str) -> None:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"this test must mount a tmpfs, as root: {done.stderr}"


@pytest.fixture
async def disk(scene: Scene) -> AsyncIterator[Disk]:
    made = Disk(scene.stack.data, 8)
    yield made
    await scene.stack.stop()
    made.remove()


async def fill(scene: Scene, load: Load) -> None:
    """Post large comments until one is refused: the answer must be 503, and soon."""
    number = 0
    while await load.post(f"{number} " + "padding " * 600, f"fill-{number}") == 202:
        number += 1
    assert number > 100, "the disk was full before it was filled"


async def test_a_full_disk_loses_nothing_and_is_recovered_from(scene: Scene, disk: Disk) -> None:
    await scene.start()
    load = scene.load()
    await fill(scene, load)
    assert scene.ledger.slowest < 2
    answers = scene.ledger.answers.copy()
    for number in range(5):
        await load.post("Is there room again?", f"full-{number}")
    assert scene.ledger.answers[202] == answers[202], "a promise was made on a full disk"
    disk.grow(256)
    await scene.stack.ready(10)
    async with loading(load):
        await load.more(20, seconds=10)
    await scene.settled()


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
