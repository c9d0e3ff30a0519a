"""`greenroom audit`: what an operator is told of people's decisions."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result

from moderation.comment import Status
from moderation.store import Store
from tests import make

Cli = Callable[..., Result]
HOSTILE = "\x1b[2J<b>\n'"


@pytest.fixture
def comment_id(redis_url: str) -> str:
    """A comment that somebody published and the site's own server took back."""

    async def work() -> str:
        store = Store(redis_url)
        try:
            await store.sites.add("blog")
            made = await make.decided(store, Status.HELD)
            by = {"by": f"moderator:{HOSTILE}", "status": Status.HELD, "version": 2}
            await store.comments.decide([make.decision(made, Status.PUBLISHED, **by)])
            by = {"by": "api", "status": Status.PUBLISHED, "version": 3, "reason": HOSTILE}
            await store.comments.decide([make.decision(made, Status.HELD, **by)])
            return made.id
        finally:
            await store.close()

    return asyncio.run(work())


def test_a_line_a_decision_steers_no_terminal(cli_with_store: Cli, comment_id: str) -> None:
    result = cli_with_store("audit", "blog")
    assert result.exit_code == 0
    last, first = result.stdout.splitlines()
    escaped = "\\x1b[2J<b>\\n'"
    told = f" moderator:{escaped} {comment_id} version 3: held -> published"
    assert first.endswith(told)
    told = f" api {comment_id} version 4: published -> held, {escaped}"
    assert last.endswith(f"{told}, takes back what moderator:{escaped} decided")


def test_json_has_all_of_it(cli_with_store: Cli, comment_id: str) -> None:
    lines = cli_with_store("audit", "blog", "--json").stdout.splitlines()
    last, first = (json.loads(line) for line in lines)
    assert (first["comment"], first["by"]) == (comment_id, f"moderator:{HOSTILE}")
    assert (last["from"], last["to"], last["reason"]) == ("published", "held", HOSTILE)
    assert (last["version"], last["policy_version"]) == (4, 1)
    assert last["reverses"] == first["by"]


def test_what_is_asked_for_and_nothing_else(cli_with_store: Cli, comment_id: str) -> None:
    def count(*words: str) -> int:
        return len(cli_with_store("audit", "blog", *words).stdout.splitlines())

    day = datetime.now(UTC).date()
    assert count("--since", str(day - timedelta(days=1))) == 2
    assert count("--since", f"{day + timedelta(days=1)}T12:00:00") == 0
    assert count("--by", "api") == 1
    assert (count("--comment", comment_id), count("--comment", "x")) == (2, 0)


def test_a_site_that_is_not_there_is_said(cli_with_store: Cli) -> None:
    result = cli_with_store("audit", "nowhere")
    assert (result.exit_code, "no site nowhere" in result.output) == (1, True)
    assert cli_with_store("audit", "blog", "--since", "yesterday").exit_code == 2
