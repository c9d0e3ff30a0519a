"""A policy that changes while everything runs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.flow.conftest import Running, lived_in
from tests.flow.house import House

MINE = """
extends = "default"
version = {version}
[lists.bad.files]
phrases = "bad.txt"
[rules."listed.bad"]
weight = 9.0
category = "spam"
text = "On our own list: {{words}}"
"""


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    (tmp_path / "mine.toml").write_text(MINE.format(version=7))
    (tmp_path / "bad.txt").write_text("moon dust\n")
    house = House(tmp_path, workers=1)
    house.settings = replace(house.settings, policy=tmp_path / "mine.toml")
    async with lived_in(house) as running:
        yield running


async def at_rest(running: Running) -> None:
    """A job that had begun before a change goes on with what it began with."""
    await eventually(lambda: not running.house.horses(), 30)


async def test_a_changed_list_holds_from_the_next_comment_on(
    running: Running, tmp_path: Path
) -> None:
    assert (await running.post("I like moon dust."))["status"] == "rejected"
    assert (await running.post("I like star dust."))["status"] == "published"
    (tmp_path / "bad.txt").write_text("moon dust\nstar dust\n")
    await at_rest(running)
    assert (await running.post("I still like star dust."))["status"] == "rejected"
    (tmp_path / "mine.toml").write_text("version = ")
    await at_rest(running)
    record = await running.post("I like star dust no less.")
    assert (record["status"], record["verdict"]["policy_version"]) == ("rejected", 7)
    (tmp_path / "mine.toml").write_text(MINE.format(version=8))
    await at_rest(running)
    record = await running.post("I like sand.")
    assert (record["status"], record["verdict"]["policy_version"]) == ("published", 8)
