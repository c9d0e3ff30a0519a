"""`greenroom thread` on a real store."""

import asyncio
import json
from collections.abc import Callable

import pytest
from click.testing import Result

from moderation.comment import Status
from moderation.store import Store
from tests import make

Cli = Callable[..., Result]


async def _fill(url: str) -> None:
    store = Store(url)
    for key, status in (("/a?x", Status.PUBLISHED), ("/a?x", Status.HELD), ("/a", Status.REJECTED)):
        await make.decided(store, status, key=key)
    await store.close()


@pytest.fixture
def blog(cli_with_store: Cli, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setattr("ops.thread.PAUSE", 0.0)
    assert cli_with_store("site", "add", "blog").exit_code == 0
    asyncio.run(_fill(redis_url))
    return cli_with_store


def test_threads_are_put_together_once_and_for_all(blog: Cli) -> None:
    dry = blog("thread", "merge", "blog", "/a?x", "/a", "--dry-run")
    assert dry.stdout == "2 comments would be moved: 1 held, 1 published.\n", dry.output
    done = json.loads(blog("thread", "merge", "blog", "/a?x", "/a", "--json").stdout)
    assert done == {
        "site": "blog",
        "from": "/a?x",
        "into": "/a",
        "moved": 2,
        "by_status": {"published": 1, "held": 1},
        "left": 0,
        "dry_run": False,
    }
    again = blog("thread", "merge", "blog", "/a?x", "/a")
    assert again.stdout == "0 comments were moved.\n"
    assert blog("thread", "remap", "blog", "/a", "/b").stdout.startswith("3 comments were moved")
    assert blog("fsck").stdout == "All is well.\n"


def test_what_waits_for_too_long_is_told(
    blog: Cli, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lease() -> None:
        store = Store(redis_url)
        await make.kept(store, key="/a?x")
        await make.claim(store)
        await store.close()

    asyncio.run(lease())
    monkeypatch.setattr("ops.thread.PATIENCE", 0.0)
    result = blog("thread", "merge", "blog", "/a?x", "/a")
    assert result.exit_code == 1
    assert "2 comments were moved" in result.stdout
    assert "1 wait for a decision and were left: run this again" in result.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("merge", "nobody", "/a?x", "/a"), 1, "there is no site nobody"),
        (("merge", "blog", "/none", "/a"), 1, "nobody has written in the thread /none"),
        (("merge", "blog", "/a", "/none"), 1, "`greenroom thread remap`"),
        (("remap", "blog", "/a?x", "/a"), 1, "`greenroom thread merge`"),
        (("remap", "blog", "/a", "/a"), 2, "both keys are the same"),
        (("remap", "blog", "/a", " "), 2, "cannot be a thread's key"),
        (("remap", "blog", "/a", "/\x1b[2J"), 2, "cannot be a thread's key"),
        (("remap", "blog", "/a", "x" * 2001), 2, "cannot be a thread's key"),
    ],
)
def test_bad_words_move_nothing(blog: Cli, words: tuple[str, ...], code: int, said: str) -> None:
    result = blog("thread", *words)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert "\x1b" not in result.output
    assert "Traceback" not in result.output
    dry = blog("thread", "merge", "blog", "/a?x", "/a", "--dry-run", "--json")
    assert json.loads(dry.stdout)["moved"] == 2
