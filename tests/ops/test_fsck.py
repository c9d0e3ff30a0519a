"""`greenroom fsck`: what it says and what it exits with."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from moderation.comment import Status
from moderation.store import Store, keys
from tests import make

Cli = Callable[..., Result]


@pytest.fixture
def comment_id(redis_url: str) -> str:
    async def work() -> str:
        store = Store(redis_url)
        try:
            await store.sites.add("blog")
            return (await make.decided(store, Status.PUBLISHED)).id
        finally:
            await store.close()

    return asyncio.run(work())


def test_a_sound_store_is_exit_0(cli_with_store: Cli, comment_id: str) -> None:
    result = cli_with_store("fsck")
    assert (result.exit_code, result.stdout) == (0, "All is well.\n")
    assert comment_id


def test_damage_is_explained_mended_on_request_and_told_to_the_metrics(
    cli_with_store: Cli, comment_id: str, raw: Any
) -> None:
    raw.zrem(keys.published("blog", "/hello"), comment_id)
    looked = cli_with_store("fsck")
    assert looked.exit_code == 1
    sentence, summary = looked.stdout.splitlines()
    assert sentence.startswith(f"blog {comment_id}: it is published but")
    assert "repair puts it back on the page" in sentence
    assert summary == "1 left, 1 of them for --repair."
    assert json.loads(raw.hget(keys.FSCK, "findings")) == {"blog": {"not_on_its_page": 1}}

    mended = cli_with_store("fsck", "--repair", "--json")
    assert mended.exit_code == 0
    told = json.loads(mended.stdout)
    assert (told["id"], told["kind"], told["repaired"]) == (comment_id, "not_on_its_page", True)
    assert cli_with_store("fsck").exit_code == 0
    assert json.loads(raw.hget(keys.FSCK, "findings")) == {}


def test_what_a_person_must_look_at_stays_exit_1(
    cli_with_store: Cli, comment_id: str, raw: Any
) -> None:
    raw.hdel(keys.comment("blog", comment_id), "history")
    result = cli_with_store("fsck", "--repair")
    assert result.exit_code == 1
    assert "a person must look" in result.stdout
    assert result.stdout.endswith("1 left.\n")
