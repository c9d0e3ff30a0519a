"""R4. A torn or damaged append-only file: the torn end is cut off, damage within is not accepted.

What a crash tears is a write that no fsync had covered, so none of it was acknowledged. Here the
tail is torn off acknowledged comments, which is worse: what is lost is then the torn one alone.
"""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from moderation.store import Store
from tests import make
from tests.eventually import eventually
from tests.faults.part import Part
from tests.faults.stack import answers, server_command

TEARS = 12
SEED = 4


class Torn:
    """A store on a folder that a test may damage between a kill and a start."""

    def __init__(self, folder: Path) -> None:
        self.url = f"unix://{folder}/valkey.sock"
        self.log = folder / "valkey.log"
        self.part = Part("valkey", server_command(folder), {}, self.log)
        self._files = folder / "appendonlydir"

    @property
    def file(self) -> Path:
        (found,) = self._files.glob("*.incr.aof")
        return found

    async def start(self) -> None:
        self.part.start()
        await self.up()

    async def up(self) -> None:
        self.part.wanted = True
        await eventually(lambda: answers(self.url), 20)

    async def down(self) -> None:
        self.part.wanted = False
        self.part.signal()
        await self.part.gone()

    async def there(self, ids: list[str]) -> list[bool]:
        store = Store(self.url)
        records = await store.comments.read("blog", ids)
        await store.close()
        return [record is not None for record in records]

    async def accept(self, count: int) -> tuple[list[str], list[int]]:
        """Keep so many comments; their ids, and the file's size when each had its receipt."""
        store = Store(self.url)
        ids, sizes = [], []
        for _ in range(count):
            ids.append((await make.kept(store)).id)
            sizes.append(self.file.stat().st_size)
        await store.close()
        return ids, sizes


@pytest.fixture
async def torn(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Torn]:
    made = Torn(tmp_path_factory.mktemp("t"))
    await made.start()
    yield made
    await made.part.stop()


async def test_a_torn_tail_costs_what_was_torn_and_nothing_before_it(torn: Torn) -> None:
    chance = random.Random(SEED)
    known: list[str] = []
    for _ in range(TEARS):
        ids, sizes = await torn.accept(5)
        await torn.down()
        tear = chance.randint(1, 200)
        left = sizes[-1] - tear
        with torn.file.open("r+b") as file:
            file.truncate(left)
        await torn.up()
        whole = [size <= left for size in sizes]
        assert await torn.there(ids) == whole, f"seed {SEED}, {tear} bytes torn off"
        known += [i for i, kept in zip(ids, whole, strict=True) if kept]
    assert all(await torn.there(known))


async def test_damage_in_the_middle_is_refused_and_not_served(torn: Torn) -> None:
    """A store that started without half of its comments would be worse than one that does not."""
    ids, sizes = await torn.accept(50)
    await torn.down()
    data = torn.file.read_bytes()
    # A byte of the protocol, not of a text: see the note in docs/reliability.md.
    middle = data.index(b"\r\n$", sizes[24]) + 2
    torn.file.write_bytes(data[:middle] + b"!" + data[middle + 1 :])
    exits = len(torn.part.exits)
    torn.part.wanted = True
    await eventually(lambda: len(torn.part.exits) >= exits + 2, 20)
    assert 0 not in torn.part.exits[exits + 1 :]
    assert "Bad file format" in torn.log.read_text()
    torn.file.write_bytes(data)  # the run book: bring back the file from a backup
    await torn.up()
    assert all(await torn.there(ids))
