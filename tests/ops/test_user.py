"""`greenroom user`: accounts from the command line."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from moderation.store import Store
from moderation.user import User

Cli = Callable[..., Result]
PASSWORD = "correct horse battery\n"


@pytest.fixture
def user(cli_with_store: Cli) -> Cli:
    """`greenroom user`, on a store with two sites, where ana moderates."""
    for site in ("blog", "other"):
        cli_with_store("site", "add", site)

    def run(*words: str) -> Result:
        return cli_with_store("user", *words, stdin=PASSWORD)

    assert run("add", "ana", "--password-stdin").exit_code == 0
    return run


def listed(user: Cli) -> dict[str, Any]:
    told = json.loads(user("list", "--json").stdout)
    return {each["name"]: each for each in told}


def on(url: str, work: Callable[[Store], Any]) -> Any:
    async def main() -> Any:
        store = Store(url)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("add", "ana", "--password-stdin"), 1, "already"),
        (("add", "ben", "--password-stdin", "--site", "nosuch"), 1, "no site nosuch"),
        (("add", "ben", "--password-stdin", "--role", "owner"), 2, "owner"),
        (("add", "ana", "--reset", "--role", "admin", "--password-stdin"), 2, "user role"),
        (("role", "ben", "admin"), 1, "no account ben"),
        (("role", "ana", "owner"), 2, "owner"),
        (("role", "ana", "admin", "--site", "nosuch"), 1, "no site nosuch"),
        (("end-sessions", "ben"), 1, "no account ben"),
        (("remove", "ben"), 1, "no account ben"),
        (("remove", "\x1b[2J"), 1, "\\x1b[2J"),
        (("totp", "ben", "--remove"), 1, "no account ben"),
        (("totp", "ana"), 2, "--remove"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    user: Cli, words: tuple[str, ...], code: int, told: str
) -> None:
    result = user(*words)
    assert result.exit_code == code, result.output
    assert told in result.output
    assert "Traceback" not in result.output
    none = {"second_step": False, "sessions": 0}
    assert listed(user) == {"ana": {"name": "ana", "roles": {"*": "moderator"}, **none}}


def test_the_first_admin(user: Cli) -> None:
    made = user("add", "root", "--role", "admin", "--password-stdin")
    assert made.exit_code == 0, made.output
    assert listed(user)["root"]["roles"] == {"*": "admin"}
    assert "root: admin of all sites; sessions: 0" in user("list").stdout


def test_roles_on_some_sites(user: Cli) -> None:
    user("add", "ben", "--role", "viewer", "--site", "blog", "--site", "other", "--password-stdin")
    assert listed(user)["ben"]["roles"] == {"blog": "viewer", "other": "viewer"}
    told = user("role", "ben", "moderator", "--site", "blog")
    assert told.stdout == "ben: moderator of blog, viewer of other\n"
    user("role", "ben", "none", "--site", "other")
    assert listed(user)["ben"]["roles"] == {"blog": "moderator"}
    user("role", "ben", "viewer")
    assert listed(user)["ben"]["roles"] == {"*": "viewer"}
    assert user("role", "ben", "none").stdout == "ben: no role\n"


def _start(url: str, step: int | None = None) -> str | None:
    async def work(store: Store) -> str | None:
        ana = await store.accounts.get("ana")
        assert ana is not None
        return await store.accounts.sessions.start(ana, step=step)

    token: str | None = on(url, work)
    return token


def _runs(url: str, token: str | None) -> bool:
    return on(url, lambda store: store.accounts.sessions.read(token or "")) is not None


@pytest.mark.parametrize(
    "words",
    [
        ("end-sessions", "ana"),
        ("remove", "ana"),
        ("totp", "ana", "--remove"),
        ("add", "ana", "--reset", "--password-stdin"),
    ],
)
def test_what_ends_sessions(user: Cli, redis_url: str, words: tuple[str, ...]) -> None:
    token = _start(redis_url)
    assert _runs(redis_url, token)
    assert listed(user)["ana"]["sessions"] == 1
    assert user("role", "ana", "viewer").exit_code == 0
    assert _runs(redis_url, token)
    assert user(*words).exit_code == 0
    assert not _runs(redis_url, token)


def test_a_removed_account_is_listed_no_more(user: Cli) -> None:
    user("remove", "ana")
    assert listed(user) == {}


def test_a_lost_second_step(user: Cli, redis_url: str) -> None:
    async def work(store: Store) -> None:
        await store.accounts.propose_totp("ana", "A" * 32)
        await store.accounts.confirm_totp("ana", "A" * 32, 1)

    on(redis_url, work)
    assert listed(user)["ana"]["second_step"]
    assert "second step" in user("list").stdout
    assert _start(redis_url) is None
    user("totp", "ana", "--remove")
    assert not listed(user)["ana"]["second_step"]
    assert _start(redis_url) is not None


def test_a_new_password_opens_a_door_that_failures_had_shut(user: Cli, redis_url: str) -> None:
    async def fail(store: Store) -> int:
        return [await store.accounts.attempts.begin(["name ana"]) for _ in range(11)][-1]

    assert on(redis_url, fail) > 0
    user("add", "ana", "--reset", "--password-stdin")
    assert on(redis_url, lambda store: store.accounts.attempts.begin(["name ana"])) == 0


def test_an_account_of_a_name_from_elsewhere_is_safe_for_a_terminal(
    user: Cli, redis_url: str
) -> None:
    assert on(redis_url, lambda store: store.accounts.add("a\x1b[2Jb", "hash"))
    assert "\x1b" not in user("list").stdout


def test_the_demos_moderator_gets_a_new_password_if_the_old_is_lost(
    user: Cli, redis_url: str, tmp_path: Any
) -> None:
    from moderation.passwords import verify_password
    from ops import credentials

    async def work(store: Store) -> tuple[str, User | None]:
        await credentials.ensure(store, tmp_path, "http://x", 1)
        (tmp_path / credentials.FILE).unlink()
        kept = await credentials.ensure(store, tmp_path, "http://x", 1)
        return kept.password, await store.accounts.get(credentials.MODERATOR)

    password, demo = on(redis_url, work)
    assert demo is not None
    assert verify_password(demo.password, password)
