"""The loop that docs/front-ends.md has for pages that are built ahead, run as it is printed."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from moderation.comment import Status
from moderation.store import Store
from service.api import events
from tests import make
from tests.browser.embed.recipes import SNIPPETS
from tests.eventually import eventually
from tests.service.blog import Blog


async def test_the_loop_of_the_documents_goes_on_after_a_stream_ends(
    blog: Blog, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LIFE_SECONDS", 0.2)
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)
    build, built, last = (tmp_path / name for name in ("build.sh", "built", "last-event-id"))
    build.write_text("#!/bin/sh\ncat\necho . >> built\ntest ! -e broken\n")
    build.chmod(0o755)
    base = str(blog.client.make_url("")).rstrip("/")
    loop = SNIPPETS["follow"].replace("https://comments.example.org", base)
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", loop.replace("sleep 2", "sleep 0.1")),
        cwd=tmp_path,
        env={**os.environ, "SECRET_KEY": blog.sk},
        start_new_session=True,
    )

    async def builds(least: int) -> None:
        async def made() -> bool:
            return built.exists() and len(built.read_text().split()) >= least

        await eventually(made)

    async def followed() -> bool:
        return last.exists() and bool(last.read_text())

    try:
        await eventually(followed)
        for n in range(1, 5):  # whether or not it listens at that moment
            await make.decided(store, Status.HELD)
            await builds(n)
            await asyncio.sleep(0.15)
        assert len(built.read_text().split()) == 4
        (tmp_path / "broken").touch()
        await make.decided(store, Status.HELD)
        await builds(6)
        (tmp_path / "broken").unlink()
        newest = (await store.events.reach("blog")).newest

        async def went_on() -> bool:
            return last.read_text().strip() == newest

        await eventually(went_on)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
