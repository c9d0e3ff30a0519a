"""A stack under load, with its ledger: what most tests here set up, and how each of them ends."""

import contextlib
import time
from pathlib import Path
from typing import Any

from tests.eventually import eventually
from tests.faults.auditor import Account, audit, pending
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.stack import Stack

# What the promise says: so long after the last fault is healed, nothing is undecided.
HEALED_SECONDS = 60.0


class Scene:
    """`stack` may be changed before `start`."""

    def __init__(self, folder: Path, *, services: int = 1) -> None:
        self.stack = Stack(services=services)
        self.ledger = Ledger(folder / "ledger")
        self.drain_seconds = 0.0

    async def start(self) -> None:
        await self.stack.start()

    def load(self, **options: Any) -> Load:
        return Load(self.stack.urls, self.stack.key, self.ledger, **options)

    async def settled(self, seconds: float = HEALED_SECONDS, *, by_people: bool = False) -> Account:
        """Return when nothing is pending any more; fails if any promise was broken."""
        account = await self.account(seconds, by_people=by_people)
        assert not account.faults, account.faults[:10]
        assert self.ledger.count > 0, "nothing was promised, so nothing was tested"
        return account

    async def account(self, seconds: float = HEALED_SECONDS, *, by_people: bool = False) -> Account:
        """The auditor's, as soon as nothing is pending any more, else after so many seconds."""
        began = time.monotonic()
        await self.stack.ready()
        url = self.stack.store_url
        with contextlib.suppress(AssertionError):
            await eventually(lambda: pending(url) == 0, seconds)
        self.drain_seconds = time.monotonic() - began
        return audit(url, self.ledger.read(), by_people=by_people)

    async def stop(self) -> None:
        await self.stack.stop()
        self.ledger.close()
