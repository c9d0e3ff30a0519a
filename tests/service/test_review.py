"""The moderators' pages, over HTTP, with the store behind them."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from moderation.comment import Author, Status, Thread
from moderation.passwords import hash_password, verify_password
from moderation.settings import Settings
from moderation.store import Store
from moderation.verdict import Signal
from service.app import create_app
from tests import make
from tests.service.pages import HOSTILE, Client, Page, add_blog, read_page

PASSWORD = "correct horse battery"
HASH = hash_password(PASSWORD)
OURS = {"Sec-Fetch-Site": "same-origin"}

POLICY = """
version = 7
[thresholds]
hold = 3.0
reject = 8.0
[care]
categories = ["self_harm"]
[rules."links.too_many"]
weight = 3.0
category = "spam"
text = "Links: {n} found, limit {limit}"
[rules."shouting.capitals"]
weight = 0.0
text = "Capitals: {share}"
[rules."broken.text"]
weight = 1.0
text = "Asks for {what}"
"""

OpenApp = Callable[..., Awaitable[Client]]


@pytest.fixture
async def open_app(aiohttp_client: Any, redis_url: str, store: Store, tmp_path: Path) -> OpenApp:
    """Start the service with a site and two moderators, and open a browser on it."""
    await add_blog(store)
    for name in ("ana", "ben"):
        await store.accounts.add(name, HASH)
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")

    async def opened(**settings: Any) -> Client:
        settings.update(redis_url=redis_url, policy=policy)
        client: Client = await aiohttp_client(create_app(Settings(**settings)))
        return client

    return opened


@pytest.fixture
async def client(open_app: OpenApp) -> Client:
    """Ana's browser, signed in."""
    client = await open_app()
    assert (await sign_in(client)).status == 303
    return client


async def sign_in(client: Client, name: str = "ana", password: str = PASSWORD) -> Any:
    return await client.post(
        "/review/sign-in",
        data={"name": name, "password": password},
        headers=OURS,
        allow_redirects=False,
    )


async def press(client: Client, fields: dict[str, str], **headers: str) -> Any:
    return await client.post(
        "/review/decide", data=fields, headers=headers or OURS, allow_redirects=False
    )


def wish(made: Any, action: str = "approve", version: int = 2, **fields: str) -> dict[str, str]:
    return {"site": "blog", "id": made.id, "version": str(version), "action": action, **fields}


def texts(page: Page) -> list[str]:
    return [e.text for e in page.all("div", class_="text")]


class TestPasswords:
    def test_only_the_right_one_fits(self) -> None:
        assert verify_password(HASH, PASSWORD)
        assert not verify_password(HASH, PASSWORD + "!")
        assert not verify_password(None, PASSWORD)
        assert not verify_password("no hash at all", PASSWORD)

    def test_costs_what_it_should(self) -> None:
        assert HASH.startswith("$argon2id$v=19$m=47104,t=2,p=1$")

    @pytest.mark.parametrize("length", [0, 11, 129])
    def test_has_a_sensible_length(self, length: int) -> None:
        with pytest.raises(ValueError, match=f"not {length}"):
            hash_password("x" * length)
        assert not verify_password(HASH, "x" * length)

    def test_twelve_to_128_characters_are_welcome(self) -> None:
        for plain in ("é" * 12, "x" * 128):
            assert verify_password(hash_password(plain), plain)


class TestDoor:
    async def test_without_a_session_there_is_only_the_door(
        self, open_app: OpenApp, store: Store
    ) -> None:
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

    async def test_the_right_password_opens(self, open_app: OpenApp) -> None:
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

    async def test_over_tls_the_cookie_is_bound_to_the_host(self, open_app: OpenApp) -> None:
        client = await open_app(public_url="https://c.example.org")
        cookie = (await sign_in(client)).cookies["__Host-greenroom"]
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]

    async def test_who_is_unknown_hears_what_who_errs_hears(self, open_app: OpenApp) -> None:
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
        assert told == {"That name and password do not belong together."}

    async def test_an_unknown_name_costs_as_much_work(
        self, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashed: list[str] = []
        monkeypatch.setattr("moderation.passwords.hash_password", hashed.append)
        await sign_in(await open_app(), "nobody")
        assert hashed == [PASSWORD]

    async def test_a_cookie_set_beforehand_is_not_adopted(
        self, open_app: OpenApp, store: Store
    ) -> None:
        client = await open_app()
        ours = await store.accounts.start_session("ben")
        for planted in ("planted-by-somebody", ours):
            client.session.cookie_jar.clear()
            client.session.cookie_jar.update_cookies({"greenroom": planted})
            token = (await sign_in(client)).cookies["greenroom"].value
            assert token != planted
            assert await store.accounts.session_user(planted) is None
            assert await store.accounts.session_user(token) == "ana"

    async def test_signing_out_ends_the_session_in_the_store(
        self, client: Client, store: Store
    ) -> None:
        cookies = client.session.cookie_jar.filter_cookies(client.make_url("/"))
        token = cookies["greenroom"].value
        assert await store.accounts.session_user(token) == "ana"
        response = await client.post("/review/sign-out", headers=OURS, allow_redirects=False)
        assert response.headers["Location"] == "/review/sign-in"
        assert await store.accounts.session_user(token) is None
        client.session.cookie_jar.update_cookies({"greenroom": token})
        assert (await client.get("/review/", allow_redirects=False)).status == 303

    async def test_signing_out_by_a_link_does_nothing(self, client: Client) -> None:
        await read_page(await client.get("/review/sign-out"), 405)
        await read_page(await client.get("/review/"))


class TestForeignForms:
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
        self, client: Client, store: Store, headers: dict[str, str]
    ) -> None:
        held = await make.decided(store, Status.HELD)
        own = str(client.make_url("/").origin())
        headers = {name: value.replace("SELF", own) for name, value in headers.items()}
        await read_page(await press(client, wish(held), **headers), 403)
        assert (await make.read(store, held)).status is Status.HELD
        response = await client.post("/review/sign-out", headers=headers)
        await read_page(response, 403)
        await read_page(await client.get("/review/"))

    async def test_our_own_is_known_by_its_origin(self, client: Client, store: Store) -> None:
        held = await make.decided(store, Status.HELD)
        origin = str(client.make_url("/").origin())
        assert (await press(client, wish(held), Origin=origin)).status == 303
        assert (await make.read(store, held)).status is Status.PUBLISHED


class TestList:
    async def test_nothing_waits(self, client: Client) -> None:
        page = await read_page(await client.get("/review/"))
        assert "Nothing is waiting." in page.text

    async def test_without_a_site_it_says_so(self, open_app: OpenApp, raw: Any) -> None:
        client = await open_app()
        await sign_in(client)
        raw.delete("gr:{@}:sites")
        assert "No site yet" in (await read_page(await client.get("/review/"))).text

    async def test_shows_what_is_held_and_why(self, client: Client, store: Store) -> None:
        signals = (
            Signal("links", "too_many", ((0, 4), (9, 13)), {"n": 3, "limit": 2}, 1.0, 3.0, "spam"),
            Signal("unheard", "of_rule", ((2, 11),), {}, 1.0, 0.0),
            Signal("shouting", "capitals", (), {"share": 0.73333}, 1.0, 0.0),
            Signal("broken", "text", (), {}, 1.0, 1.0),
        )
        verdict = make.verdict(Status.HELD, signals=signals, not_run=("language",), category="spam")
        parent = await make.decided(
            store,
            Status.PUBLISHED,
            "What do you think?",
            author=Author(name="Cleo"),
            thread=Thread(key="/hello", title="Hello"),
        )
        held = await make.kept(
            store,
            "bad😀 text bad2",
            author=Author(name="Ana"),
            parent_id=parent.id,
            key="/hello",
        )
        await store.comments.decide([make.decision(held, Status.HELD, verdict=verdict)])
        page = await read_page(await client.get("/review/"))
        assert texts(page) == ["What do you think?", "bad😀 text bad2"]
        marks = [(m.attrs["data-number"], m.text) for m in page.all("mark")]
        assert marks == [("1", "ba"), ("1 2", "d😀"), ("2", " text"), ("1 2", " b"), ("1", "ad")]
        assert [s.text for s in page.all("span", class_="sentence")] == [
            "Links: 3 found, limit 2",
            "broken: text",
            "unheard: of rule",
            "Capitals: 0.733",
        ]
        assert [s.text for s in page.all("span", class_="weight")] == [
            "+3",
            "+1",
            *["no weight"] * 2,
        ]
        for part in (
            "In reply to Cleo",
            "Hello",
            "Not run: language",
            "holds at 3, rejects at 8 · policy 1",
            "just now",
        ):
            assert part in page.text
        assert page.one("span", class_="badge").text == "Spam"
        assert [b.text for b in page.all("button", name="action")] == [
            "Approve publish",
            "Reject keep hidden",
        ]

    async def test_the_oldest_comes_first_and_the_urgent_before_all(
        self, client: Client, store: Store
    ) -> None:
        for n in range(25):
            await make.decided(store, Status.HELD, f"text {n}")
        cry = await make.kept(store, "a cry for help")
        verdict = make.verdict(Status.HELD, category="self_harm")
        await store.comments.decide([make.decision(cry, Status.HELD, verdict=verdict)])
        page = await read_page(await client.get("/review/"))
        assert texts(page) == ["a cry for help", *[f"text {n}" for n in range(20)]]
        assert page.all("article", class_="urgent")[0].attrs["class"] == "card urgent"
        assert "Urgent: Self-harm" in page.text
        following = page.one("a", rel="next").attrs["href"]
        rest = await read_page(await client.get(following))
        assert texts(rest) == [*[f"text {n}" for n in range(20, 25)], "a cry for help"]

    async def test_other_lists_are_for_reading(self, client: Client, store: Store) -> None:
        for status in (Status.REJECTED, Status.PUBLISHED):
            await make.decided(store, status, f"was {status}")
        for status in (Status.REJECTED, Status.PUBLISHED):
            page = await read_page(await client.get(f"/review/?status={status}"))
            assert texts(page) == [f"was {status}"]
            assert not page.all("button", name="action")

    async def test_sites_are_kept_apart(self, client: Client, store: Store) -> None:
        await store.sites.add("other")
        await make.decided(store, Status.HELD, "on other", site="other")
        page = await read_page(await client.get("/review/"))
        assert texts(page) == ["on other"]
        page = await read_page(await client.get("/review/?site=blog"))
        assert texts(page) == []
        assert page.one("a", href="/review/?site=other").text == "other 1"

    @pytest.mark.parametrize(
        ("query", "status"),
        [("site=nowhere", 404), ("status=pending", 404), ("cursor=!", 400)],
    )
    async def test_what_is_not_there_is_a_page(
        self, client: Client, query: str, status: int
    ) -> None:
        await read_page(await client.get(f"/review/?{query}"), status)
        await read_page(await client.get("/review/nothing"), 404)

    async def test_reading_changes_nothing(self, client: Client, store: Store, raw: Any) -> None:
        held = await make.decided(store, Status.HELD)
        before = {key: raw.dump(key) for key in raw.scan_iter() if b":session:" not in key}
        for path in ("/review/", f"/review/?done={held.id}", "/review/?status=rejected"):
            await read_page(await client.get(path))
        assert (await client.get("/review/decide", params=wish(held))).status == 405
        assert before == {key: raw.dump(key) for key in raw.scan_iter() if b":session:" not in key}


class TestDecide:
    @pytest.mark.parametrize(
        ("action", "status", "told"),
        [
            ("approve", Status.PUBLISHED, "Approved. The comment by Cleo is published."),
            ("reject", Status.REJECTED, "Rejected. The comment by Cleo stays hidden."),
        ],
    )
    async def test_is_carried_out_and_told(
        self, client: Client, store: Store, action: str, status: Status, told: str
    ) -> None:
        held = await make.decided(store, Status.HELD, author=Author(name="Cleo"))
        response = await press(client, wish(held, action, reason="spam"))
        assert response.status == 303
        record = await make.read(store, held)
        assert record.status is status
        assert record.history[-1].by == "moderator:ana"
        assert record.history[-1].reason == "spam"
        page = await read_page(await client.get(response.headers["Location"]))
        assert told in page.text
        assert "Nothing is waiting." in page.text

    async def test_can_be_undone(self, client: Client, store: Store) -> None:
        held = await make.decided(store, Status.HELD)
        response = await press(client, wish(held, "reject"))
        page = await read_page(await client.get(response.headers["Location"]))
        undo = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
        assert page.one("button", value="hold").text == "Undo"
        await press(client, {**undo, "action": "hold"})
        assert (await make.read(store, held)).status is Status.HELD

    async def test_two_moderators_decide_differently(self, client: Client, store: Store) -> None:
        held = await make.decided(store, Status.HELD, "disputed")
        ben = make.decision(
            held, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben"
        )
        await store.comments.decide([ben])
        page = await read_page(await press(client, wish(held, "reject")), 409)
        assert "Ben decided" in page.text
        assert "published" in page.text
        assert "nothing was overwritten" in page.text
        assert (await make.read(store, held)).status is Status.PUBLISHED

    async def test_two_moderators_agree(self, client: Client, store: Store) -> None:
        held = await make.decided(store, Status.HELD)
        ben = make.decision(
            held, Status.REJECTED, status=Status.HELD, version=2, by="moderator:ben"
        )
        await store.comments.decide([ben])
        response = await press(client, wish(held, "reject"))
        page = await read_page(await client.get(response.headers["Location"]))
        assert "It was ben who decided" in page.one("div", role="status").text
        assert len((await make.read(store, held)).history) == 3

    async def test_a_version_never_seen_is_no_decision(self, client: Client, store: Store) -> None:
        held = await make.decided(store, Status.HELD)
        page = await read_page(await press(client, wish(held, version=1)), 409)
        assert "The checks decided" in page.text
        await read_page(await press(client, wish(held, version=9)), 412)
        assert (await make.read(store, held)).status is Status.HELD

    async def test_an_impossible_step_is_refused(self, client: Client, store: Store) -> None:
        published = await make.decided(store, Status.PUBLISHED)
        await read_page(await press(client, wish(published, "reject")), 409)
        assert (await make.read(store, published)).status is Status.PUBLISHED

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ({"id": "0" * 36}, 404),
            ({"id": "x"}, 404),
            ({"site": "other"}, 404),
            ({"site": "}{"}, 404),
            ({"action": "remove"}, 400),
            ({"action": ""}, 400),
            ({"version": "two"}, 400),
            ({"version": "²"}, 400),
            ({"version": ""}, 400),
            ({"reason": "<b>"}, 400),
        ],
    )
    async def test_a_bent_form_changes_nothing(
        self, client: Client, store: Store, change: dict[str, str], status: int
    ) -> None:
        held = await make.decided(store, Status.HELD)
        await read_page(await press(client, wish(held) | change), status)
        assert (await make.read(store, held)).status is Status.HELD


class TestHostileText:
    @pytest.mark.parametrize("hostile", HOSTILE)
    async def test_is_text_on_every_page(
        self, open_app: OpenApp, store: Store, hostile: str
    ) -> None:
        await store.accounts.add(hostile, HASH)
        client = await open_app()
        wrong = await read_page(await sign_in(client, hostile, "wrong horse battery"), 401)
        assert wrong.one("input", name="name").attrs["value"] == hostile
        await sign_in(client, hostile)
        thread = Thread(key=hostile, title=hostile, url=hostile)
        author = Author(name=hostile, email=hostile, url=hostile)
        parent = await make.decided(store, Status.PUBLISHED, hostile, thread=thread, author=author)
        held = await make.kept(store, hostile, thread=thread, author=author, parent_id=parent.id)
        signals = (
            Signal(hostile, hostile, ((0, 3), (2, 9)), {"n": hostile}, 1.0, 1.0, hostile),
            Signal("links", "too_many", ((1, 4),), {"n": hostile, "limit": hostile}, 1.0, 1.0),
        )
        verdict = make.verdict(Status.HELD, signals=signals, category=hostile, not_run=(hostile,))
        await store.comments.decide([make.decision(held, Status.HELD, verdict=verdict)])
        page = await read_page(await client.get("/review/"))
        assert texts(page) == [hostile] * 2
        assert f"Links: {hostile} found, limit {hostile}" in [
            s.text for s in page.all("span", class_="sentence")
        ]
        by = f"moderator:{hostile}"
        other = make.decision(
            held, Status.REJECTED, status=Status.HELD, version=2, by=by, reason=hostile
        )
        await store.comments.decide([other])
        conflict = await read_page(await press(client, wish(held)), 409)
        assert texts(conflict) == [hostile]
        done = await read_page(await client.get(f"/review/?done={held.id}&status=rejected"))
        assert hostile in done.one("div", role="status").text
        for name in ("site", "status", "cursor", "done"):
            response = await client.get("/review/", params={name: hostile})
            await read_page(response, response.status)
