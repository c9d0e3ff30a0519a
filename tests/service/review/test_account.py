"""One's own account: the password, the second step, the sessions."""

from typing import Any

import pyotp
import pytest

from moderation.passwords import verify_password
from moderation.store import Store
from moderation.user import ALL, Role
from tests.service.pages import HOSTILE, Client, read_page
from tests.service.review.moderator import HASH, OURS, PASSWORD, OpenApp, sign_in

NEW = "another horse battery"


@pytest.fixture(autouse=True)
async def _clock(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still, lest a code's half minute ends within a test."""
    now_ms = await store.now_ms()

    async def standing(_: Store) -> int:
        return now_ms

    monkeypatch.setattr(Store, "now_ms", standing)


async def post(client: Client, path: str, **fields: str) -> Any:
    return await client.post(
        f"/review/account{path}", data=fields, headers=OURS, allow_redirects=False
    )


async def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    return await post(client, "/password", old=old, new=new, again=again)


def leave(client: Client) -> None:
    client.session.cookie_jar.clear()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"old": "wrong horse battery"}, "not your password"),
        ({"old": ""}, "not your password"),
        ({"again": "something else"}, "not typed the same"),
        ({"new": "short", "again": "short"}, "12 to 128"),
        ({"new": "x" * 129, "again": "x" * 129}, "12 to 128"),
        ({"new": PASSWORD, "again": PASSWORD}, "the one you have"),
    ],
)
async def test_a_password_that_cannot_be_set(
    client: Client, store: Store, fields: dict[str, str], told: str
) -> None:
    page = await read_page(await change(client, **fields), 422)
    assert told in page.one("p", role="alert").text
    user = await store.accounts.get("ana")
    assert user is not None
    assert user.password == HASH


async def test_a_new_password_ends_all_other_sessions(client: Client, store: Store) -> None:
    user = await store.accounts.get("ana")
    assert user is not None
    other = await store.accounts.sessions.start(user)
    assert other is not None
    before = client.session.cookie_jar.filter_cookies(client.make_url("/"))["greenroom"].value
    response = await change(client)
    assert response.status == 303
    page = await read_page(await client.get(response.headers["Location"]))
    assert "You have a new password" in page.one("p", role="status").text
    for token in (other, before):
        assert await store.accounts.sessions.read(token) is None
    assert len(await store.accounts.sessions.of("ana")) == 1
    user = await store.accounts.get("ana")
    assert user is not None
    assert verify_password(user.password, NEW)


async def test_guessing_the_old_password_counts(client: Client) -> None:
    for _ in range(10):
        await read_page(await change(client, old="wrong horse battery"), 422)
    response = await change(client)
    page = await read_page(response, 429)
    assert "Try again in 15 minutes" in page.text
    assert int(response.headers["Retry-After"]) > 2


async def test_the_right_password_begins_the_count_anew(client: Client) -> None:
    for _ in range(2):
        for _ in range(9):
            await read_page(await change(client, old="wrong horse battery"), 422)
        assert (await post(client, "/second-step", password=PASSWORD)).status == 303


async def secret_of(store: Store, name: str = "ana") -> str:
    user = await store.accounts.get(name)
    assert user is not None
    return user.totp or user.proposed or ""


async def code(store: Store, off: int = 0, name: str = "ana") -> str:
    """The code of now, or of some steps from it."""
    app = pyotp.TOTP(await secret_of(store, name))
    return app.at(await store.now_ms() // 1000, counter_offset=off)


async def enter(client: Client, code: str, name: str = "ana") -> int:
    leave(client)
    response = await client.post(
        "/review/sign-in",
        data={"name": name, "password": PASSWORD, "code": code},
        headers=OURS,
        allow_redirects=False,
    )
    return int(response.status)


async def test_a_second_step_needs_the_password_and_a_first_code(
    client: Client, store: Store
) -> None:
    assert (await post(client, "/second-step/confirm", code="123456")).status == 404
    await read_page(await post(client, "/second-step", password="wrong horse battery"), 422)
    assert await secret_of(store) == ""
    assert (await post(client, "/second-step", password=PASSWORD)).status == 303
    secret = await secret_of(store)
    page = await read_page(await client.get("/review/account"))
    assert page.one("code", id="secret").text.replace(" ", "") == secret
    assert f"secret={secret}" in page.one("code", id="address").text
    for wrong in ("", "000000000", await code(store, 5)):
        await read_page(await post(client, "/second-step/confirm", code=wrong), 422)
    assert await enter(client, "") == 303  # not in force yet
    assert (await post(client, "/second-step/confirm", code=await code(store))).status == 303
    page = await read_page(await client.get("/review/account"))
    assert secret not in page.html.replace(" ", "")


async def in_force(client: Client, store: Store) -> None:
    """Confirmed with the code before this one, so that this one and the next are left."""
    await post(client, "/second-step", password=PASSWORD)
    first = await code(store, -1)
    assert (await post(client, "/second-step/confirm", code=first)).status == 303
    assert await enter(client, first) == 401


async def test_signing_in_takes_a_code_and_each_works_once(client: Client, store: Store) -> None:
    await in_force(client, store)
    for wrong in ("", "12345", await code(store, 5)):
        assert await enter(client, wrong) == 401
    now = await code(store)
    assert await enter(client, now) == 303
    assert await enter(client, now) == 401
    assert await enter(client, await code(store, 1)) == 303


async def test_a_second_step_ends_sessions_begun_without_it(client: Client, store: Store) -> None:
    user = await store.accounts.get("ana")
    assert user is not None
    other = await store.accounts.sessions.start(user)
    await post(client, "/second-step", password=PASSWORD)
    await post(client, "/second-step/confirm", code=await code(store))
    assert await store.accounts.sessions.read(other or "") is None
    await read_page(await client.get("/review/"))


async def test_wrong_codes_count_as_failures(client: Client, store: Store) -> None:
    await in_force(client, store)  # one failure
    for _ in range(9):
        assert await enter(client, "") == 401
    assert await enter(client, await code(store)) == 429


async def test_another_second_step_takes_a_code_of_the_one_in_force(
    client: Client, store: Store
) -> None:
    await in_force(client, store)
    assert await enter(client, await code(store)) == 303
    old = await secret_of(store)
    for wrong in ("", await code(store)):
        response = await post(client, "/second-step", password=PASSWORD, code=wrong)
        await read_page(response, 422)
    last = await code(store, 1)
    assert (await post(client, "/second-step", password=PASSWORD, code=last)).status == 303
    user = await store.accounts.get("ana")
    assert user is not None
    assert user.totp == old
    assert user.proposed not in (None, old)
    assert await enter(client, last) == 401  # it was used here


async def test_sessions_are_listed_and_ended(client: Client, store: Store) -> None:
    user = await store.accounts.get("ana")
    assert user is not None
    tokens = [await store.accounts.sessions.start(user, f"Browser {i}") for i in range(3)]
    page = await read_page(await client.get("/review/account"))
    assert "Browser 0" in page.text
    assert "this one" in page.text
    ids = [e.attrs["value"] for e in page.all("input", name="id")]
    assert len(ids) == 3
    assert (await post(client, "/session", id=ids[0])).status == 303
    assert (await post(client, "/session", id=ids[0])).status == 404
    assert len(await store.accounts.sessions.of("ana")) == 3
    assert (await post(client, "/sessions")).status == 303
    assert [await store.accounts.sessions.read(token or "") for token in tokens] == [None] * 3
    await read_page(await client.get("/review/account"))


async def test_nobody_ends_anothers_session(client: Client, store: Store) -> None:
    ben = await store.accounts.get("ben")
    assert ben is not None
    await store.accounts.sessions.start(ben)
    (session,) = await store.accounts.sessions.of("ben")
    await read_page(await post(client, "/session", id=session.id), 404)
    assert len(await store.accounts.sessions.of("ben")) == 1


async def test_a_removed_users_session_ends_at_once(client: Client, store: Store) -> None:
    await read_page(await client.get("/review/"))
    await store.accounts.remove("ana")
    response = await client.get("/review/", allow_redirects=False)
    assert response.headers["Location"] == "/review/sign-in"
    await read_page(await change(client), 401)


async def test_a_password_made_for_somebody_lasts_until_they_sign_in(
    open_app: OpenApp, store: Store
) -> None:
    client = await open_app()
    await store.accounts.add("cleo", HASH, {ALL: Role.MODERATOR}, once=True)
    assert (await sign_in(client, "cleo")).status == 303
    page = await read_page(await client.get("/review/"))
    assert "Set one of your own to go on" in page.text
    assert (await change(client)).status == 303
    page = await read_page(await client.get("/review/"))
    assert "Set one of your own" not in page.text


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_names_and_browsers_are_text(
    open_app: OpenApp, store: Store, hostile: str
) -> None:
    client = await open_app()
    await store.accounts.add(hostile, HASH, {hostile: Role.ADMIN, "blog": Role.VIEWER})
    user = await store.accounts.get(hostile)
    assert user is not None
    await store.accounts.sessions.start(user, hostile)
    await sign_in(client, hostile)
    await store.accounts.propose_totp(hostile, "A" * 32)
    page = await read_page(await client.get("/review/account", params={"done": hostile}))
    assert page.text.count(hostile) >= 3
    await post(client, "/session", id=hostile)
    await read_page(await post(client, "/password", old=hostile, new=hostile, again="x"), 422)
