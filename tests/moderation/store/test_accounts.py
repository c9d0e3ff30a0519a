"""Accounts: what must happen together does, and what is gone is gone."""

import asyncio
from typing import Any

from moderation.store import Store, keys
from moderation.user import ALL, Role, User


async def user(store: Store, name: str = "ana") -> User:
    found = await store.accounts.get(name)
    assert found is not None
    return found


async def start(store: Store, name: str = "ana", step: int | None = None) -> str:
    token = await store.accounts.sessions.start(await user(store, name), step=step)
    assert token is not None
    return token


async def test_a_name_is_taken_once(store: Store) -> None:
    made = await asyncio.gather(*(store.accounts.add("ana", f"hash {i}") for i in range(8)))
    assert sorted(made) == [False] * 7 + [True]
    assert (await user(store)).password == f"hash {made.index(True)}"
    assert await store.accounts.get("ben") is None


async def test_nothing_happens_to_an_account_there_is_not(store: Store, raw: Any) -> None:
    accounts = store.accounts
    assert not await accounts.set_password("nobody", "hash")
    assert not await accounts.set_roles("nobody", lambda _: {})
    assert not await accounts.propose_totp("nobody", "SECRET")
    assert not await accounts.confirm_totp("nobody", "SECRET", 7)
    assert not await accounts.use_step("nobody", "SECRET", 7)
    assert not await accounts.remove_totp("nobody")
    assert not await accounts.remove("nobody")
    assert await accounts.sessions.start(User("nobody", "hash")) is None
    assert await accounts.sessions.of("nobody") == []
    assert not raw.keys("*nobody*")


async def test_an_account_from_before_there_were_roles_moderates_all(
    store: Store, raw: Any
) -> None:
    raw.hset(keys.user("old"), "password", "hash")
    assert (await user(store, "old")).roles == {ALL: Role.MODERATOR}
    await store.accounts.add("new", "hash", {"blog": Role.VIEWER})
    assert [each.name for each in await store.accounts.all()] == ["new", "old"]
    assert await store.accounts.sessions.read(await start(store, "old")) is not None
    assert [each.name for each in await store.accounts.all()] == ["new", "old"]


async def test_a_new_password_ends_every_session(store: Store) -> None:
    await store.accounts.add("ana", "one")
    await store.accounts.add("ben", "one")
    tokens = [await start(store) for _ in range(3)]
    other = await start(store, "ben")
    assert await store.accounts.set_password("ana", "two", was="one")
    assert [await store.accounts.sessions.read(token) for token in tokens] == [None] * 3
    assert await store.accounts.sessions.read(other) is not None
    assert await store.accounts.sessions.of("ana") == []
    assert not await store.accounts.set_password("ana", "three", was="one")
    assert (await user(store)).password == "two"


async def test_a_password_verified_before_it_was_changed_starts_nothing(store: Store) -> None:
    await store.accounts.add("ana", "one")
    before = await user(store)
    await store.accounts.set_password("ana", "two")
    assert await store.accounts.sessions.start(before) is None


async def test_a_session_of_a_removed_user_ends_at_once(store: Store, raw: Any) -> None:
    await store.accounts.add("ana", "one")
    token = await start(store)
    assert await store.accounts.remove("ana")
    assert await store.accounts.sessions.read(token) is None
    assert await store.accounts.all() == []
    assert not raw.keys("*ana*")
    assert await store.accounts.add("ana", "one")
    assert await store.accounts.sessions.read(token) is None


async def test_roles_hold_in_sessions_that_run(store: Store) -> None:
    await store.accounts.add("ana", "one", {"blog": Role.MODERATOR})
    token = await start(store)

    async def roles() -> Any:
        caller = await store.accounts.sessions.read(token)
        assert caller is not None
        return caller.roles

    assert await roles() == {"blog": Role.MODERATOR}
    await store.accounts.set_roles("ana", lambda roles: {**roles, "other": Role.VIEWER})
    assert await roles() == {"blog": Role.MODERATOR, "other": Role.VIEWER}
    await store.accounts.set_roles("ana", lambda _: {})
    assert await roles() == {}


async def test_two_who_change_roles_at_once_lose_nothing(store: Store) -> None:
    await store.accounts.add("ana", "one", {})
    names = [f"site{i}" for i in range(8)]
    await asyncio.gather(
        *(
            store.accounts.set_roles("ana", lambda roles, n=n: {**roles, n: Role.VIEWER})  # type: ignore[misc]
            for n in names
        )
    )
    assert set((await user(store)).roles) == set(names)


async def test_a_second_step_is_in_force_once_it_was_confirmed(store: Store) -> None:
    await store.accounts.add("ana", "one")
    token = await start(store)
    assert not await store.accounts.confirm_totp("ana", "NEVER", 7)
    assert await store.accounts.propose_totp("ana", "SECRET")
    assert (await user(store)).totp is None
    assert await store.accounts.sessions.read(token) is not None
    assert not await store.accounts.confirm_totp("ana", "OTHER", 7)
    assert await store.accounts.confirm_totp("ana", "SECRET", 7)
    assert not await store.accounts.confirm_totp("ana", "SECRET", 8)
    found = await user(store)
    assert (found.totp, found.step, found.proposed) == ("SECRET", 7, None)
    assert await store.accounts.sessions.read(token) is None
    caller = await store.accounts.sessions.read(await start(store, step=8))
    assert caller is not None
    assert caller.second_step


async def test_a_step_is_used_once(store: Store) -> None:
    await store.accounts.add("ana", "one")
    await store.accounts.propose_totp("ana", "SECRET")
    before = await user(store)
    await store.accounts.confirm_totp("ana", "SECRET", 7)
    sessions = store.accounts.sessions
    assert await sessions.start(before) is None
    found = await user(store)
    for step in (None, 6, 7):
        assert await sessions.start(found, step=step) is None
    started = await asyncio.gather(*(sessions.start(found, step=8) for _ in range(8)))
    assert len([token for token in started if token]) == 1
    assert not await store.accounts.use_step("ana", "SECRET", 8)
    assert not await store.accounts.use_step("ana", "OTHER", 9)
    assert await store.accounts.use_step("ana", "SECRET", 9)
    assert await sessions.start(found, step=9) is None


async def test_a_lost_second_step_is_taken_away(store: Store) -> None:
    await store.accounts.add("ana", "one")
    await store.accounts.propose_totp("ana", "SECRET")
    await store.accounts.confirm_totp("ana", "SECRET", 7)
    token = await start(store, step=8)
    assert await store.accounts.remove_totp("ana")
    assert (await user(store)).totp is None
    assert await store.accounts.sessions.read(token) is None
    assert await start(store)


async def test_a_password_made_for_somebody_is_theirs_once_they_set_one(store: Store) -> None:
    await store.accounts.add("ana", "one", once=True)
    caller = await store.accounts.sessions.read(await start(store))
    assert caller is not None
    assert caller.once
    await store.accounts.set_password("ana", "two")
    assert not (await user(store)).once
