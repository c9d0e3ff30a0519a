"""Signing in and out, and who is kept out."""

import asyncio
import time
from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store, keys
from moderation.user import User
from service.review.door import whence
from tests import make
from tests.service.pages import Client, read_page
from tests.service.review.moderator import (
    HASH,
    OURS,
    PASSWORD,
    OpenApp,
    press,
    sign_in,
    wish,
)


async def test_without_a_session_there_is_only_the_door(open_app: OpenApp, store: Store) -> None:
    client = await open_app()
    held = await make.decided(store, Status.HELD, "secret text")
    for path in ("/review/", "/review/?site=blog", "/review/decide", "/review/nothing"):
        response = await client.get(path, allow_redirects=False)
        assert (response.status, response.headers["Location"]) == (303, "/review/sign-in")
    page = await read_page(await press(client, wish(held)), 401)
    assert "was not done" in page.text
    assert page.one("input", type="password")
    assert (await make.read(store, held)).status is Status.HELD
    response = await client.post("/review/sign-out", headers=OURS)
    await read_page(response, 401)


async def test_the_right_password_opens(open_app: OpenApp) -> None:
    client = await open_app()
    response = await sign_in(client)
    assert response.headers["Location"] == "/review/"
    cookie = response.cookies["greenroom"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    page = await read_page(await client.get("/review/"))
    assert "ana" in page.text


async def test_over_tls_the_cookie_is_bound_to_the_host(open_app: OpenApp) -> None:
    client = await open_app(public_url="https://c.example.org")
    cookie = (await sign_in(client)).cookies["__Host-greenroom"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


async def test_who_is_unknown_hears_what_who_errs_hears(open_app: OpenApp) -> None:
    client = await open_app()
    told = set()
    for name, password in (
        ("ana", "wrong horse battery"),
        ("ana", "short"),
        ("nobody", PASSWORD),
        ("", ""),
        ("x" * 5000, "y" * 3000),
    ):
        response = await sign_in(client, name, password)
        page = await read_page(response, 413 if len(name) > 4000 else 401)
        assert not response.cookies
        if response.status == 401:
            told.add(page.one("p", role="alert").text)
    assert len(told) == 1
    assert "do not belong together" in told.pop()


async def test_an_unknown_name_costs_as_much_work(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("moderation.passwords.hash_password", hashed.append)
    await sign_in(await open_app(), "nobody")
    assert hashed == [PASSWORD]


async def test_only_two_passwords_are_verified_at_once(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, most = 0, 0

    def slow(*_: object) -> bool:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        time.sleep(0.02)
        busy -= 1
        return False

    monkeypatch.setattr("service.review.sign_in.verify_password", slow)
    client = await open_app()
    answers = await asyncio.gather(*(sign_in(client, f"user{i}") for i in range(40)))
    assert {answer.status for answer in answers} == {401, 429}
    assert most == 2


async def test_a_cookie_set_beforehand_is_not_adopted(open_app: OpenApp, store: Store) -> None:
    client = await open_app()
    ours = await store.accounts.sessions.start(User("ben", HASH))
    assert ours is not None
    for planted in ("planted-by-somebody", ours):
        client.session.cookie_jar.clear()
        client.session.cookie_jar.update_cookies({"greenroom": planted})
        token = (await sign_in(client)).cookies["greenroom"].value
        assert token != planted
        assert await store.accounts.sessions.read(planted) is None
        caller = await store.accounts.sessions.read(token)
        assert caller is not None
        assert caller.name == "ana"


async def test_signing_out_ends_the_session_in_the_store(client: Client, store: Store) -> None:
    cookies = client.session.cookie_jar.filter_cookies(client.make_url("/"))
    token = cookies["greenroom"].value
    assert await store.accounts.sessions.read(token) is not None
    response = await client.post("/review/sign-out", headers=OURS, allow_redirects=False)
    assert response.headers["Location"] == "/review/sign-in"
    assert await store.accounts.sessions.read(token) is None
    client.session.cookie_jar.update_cookies({"greenroom": token})
    assert (await client.get("/review/", allow_redirects=False)).status == 303


async def test_signing_out_by_a_link_does_nothing(client: Client) -> None:
    await read_page(await client.get("/review/sign-out"), 405)
    await read_page(await client.get("/review/"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "SELF"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"X-Nothing": "at all"},
    ],
)
async def test_are_refused_and_change_nothing(
    client: Client, store: Store, headers: dict[str, str]
) -> None:
    held = await make.decided(store, Status.HELD)
    own = str(client.make_url("/").origin())
    headers = {name: value.replace("SELF", own) for name, value in headers.items()}
    await read_page(await press(client, wish(held), **headers), 403)
    assert (await make.read(store, held)).status is Status.HELD
    response = await client.post("/review/sign-out", headers=headers)
    await read_page(response, 403)
    await read_page(await client.get("/review/"))


async def test_our_own_is_known_by_its_origin(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    origin = str(client.make_url("/").origin())
    assert (await press(client, wish(held), Origin=origin)).status == 303
    assert (await make.read(store, held)).status is Status.PUBLISHED


async def guess(client: Client, name: str = "ana", times: int = 10) -> None:
    for _ in range(times):
        assert (await sign_in(client, name, "wrong horse battery")).status == 401


async def test_after_ten_failures_the_door_is_shut_also_to_the_right_password(
    open_app: OpenApp, store: Store, raw: Any
) -> None:
    client = await open_app()
    told = set()
    for name in ("ana", "nobody"):
        await guess(client, name)
        response = await sign_in(client, name)
        page = await read_page(response, 429)
        assert not response.cookies
        assert 0 < int(response.headers["Retry-After"]) <= 900
        assert page.one("input", name="name").attrs["value"] == name
        told.add(page.one("p", role="alert").text)
    assert told == {"Too many attempts have failed. Try again in 15 minutes."}
    assert (await sign_in(client, "ben")).status == 303
    assert await store.accounts.sessions.of("ana") == []
    for key in raw.scan_iter(keys.failed("*")):
        raw.delete(key)  # as it ends by itself
    assert (await sign_in(client)).status == 303


async def test_the_right_password_begins_the_count_anew(open_app: OpenApp) -> None:
    client = await open_app()
    for _ in range(3):
        await guess(client, times=9)
        client.session.cookie_jar.clear()
        assert (await sign_in(client)).status == 303


async def test_no_stranger_can_shut_a_moderator_out(open_app: OpenApp) -> None:
    client = await open_app()
    assert (await sign_in(client)).status == 303
    known = {
        cookie.key: cookie.value
        for cookie in client.session.cookie_jar
        if cookie.key == "greenroom-known"
    }
    client.session.cookie_jar.clear()
    await guess(client)
    assert (await sign_in(client)).status == 429
    client.session.cookie_jar.update_cookies(known)
    assert (await sign_in(client)).status == 303
    # A known browser is no way round the limit either, nor known for another name.
    await guess(client)
    assert (await sign_in(client)).status == 429
    await guess(client, "ben")
    assert (await sign_in(client, "ben")).status == 429


async def test_an_address_is_counted_over_all_names(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.review.door.whence", lambda _: ("address 192.0.2.7",))
    client = await open_app()
    for number in range(9):
        await guess(client, f"user{number}", times=1)
    for _ in range(3):  # is not forgotten by who has an account of their own
        assert (await sign_in(client, "ben")).status == 303
        client.session.cookie_jar.clear()
    await guess(client, "user9", times=1)
    assert (await sign_in(client, "user10")).status == 429
    assert (await sign_in(client)).status == 429


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("8.8.4.4", "address 8.8.4.4"),
        ("::ffff:8.8.4.4", "address 8.8.4.4"),
        ("2a00:1:2:3:4:5:6:7", "address 2a00:1:2:3::/64"),
        ("2a00:1:2:3::9", "address 2a00:1:2:3::/64"),
        ("127.0.0.1", None),
        ("10.0.0.1", None),
        ("::1", None),
        ("unix", None),
        (None, None),
    ],
)
def test_what_is_counted_of_an_address(remote: str | None, counted: str | None) -> None:
    assert whence(remote) == ((counted,) if counted else ())


async def test_what_was_not_tried_does_not_count(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.review.sign_in._QUEUE", 0)
    client = await open_app()
    for _ in range(12):
        assert (await sign_in(client)).headers["Retry-After"] == "2"
    monkeypatch.undo()
    assert (await sign_in(client)).status == 303


async def test_a_bent_cookie_is_no_session(open_app: OpenApp) -> None:
    client = await open_app()
    for value in ("x", "x.YW5h", "\udcff.YW5h", "."):
        response = await client.get(
            "/review/", headers={"Cookie": f"greenroom={value}"}, allow_redirects=False
        )
        assert response.status == 303
        response = await client.post(
            "/review/sign-in",
            data={"name": "ana", "password": PASSWORD},
            headers={**OURS, "Cookie": f"greenroom-known={value}; greenroom={value}"},
            allow_redirects=False,
        )
        assert response.status == 303
        client.session.cookie_jar.clear()
