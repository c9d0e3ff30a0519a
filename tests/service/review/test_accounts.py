"""The page of accounts: what admins do, and what is not theirs to do."""

from typing import Any

import pytest

from moderation.store import Store
from moderation.user import ALL, Role
from tests.service.pages import HOSTILE, Client, read_page
from tests.service.review.moderator import HASH, OURS, OpenApp, sign_in

VIEWER, MODERATOR, ADMIN = Role


async def enter(client: Client, store: Store, name: str, held: Any) -> None:
    """Sign in as an account with these roles and a second step."""
    await store.accounts.add(name, HASH, held)
    await store.accounts.propose_totp(name, "A" * 32)
    await store.accounts.confirm_totp(name, "A" * 32, 1)
    user = await store.accounts.get(name)
    assert user is not None
    token = await store.accounts.sessions.start(user, "Safari on macOS", step=2)
    assert token is not None
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies({"greenroom": token})


@pytest.fixture
async def root(open_app: OpenApp, store: Store) -> Client:
    """An admin of everything, beside ana and ben, who moderate everything."""
    await store.sites.add("other")
    client = await open_app()
    await enter(client, store, "root", {ALL: ADMIN})
    return client


@pytest.fixture
async def local(open_app: OpenApp, store: Store) -> Client:
    """An admin of one site, with accounts within and without it."""
    await store.sites.add("other")
    for name, held in {
        "inside": {"blog": VIEWER},
        "both": {"blog": VIEWER, "other": ADMIN},
        "outside": {"other": MODERATOR},
        "none": {},
    }.items():
        await store.accounts.add(name, HASH, held)
    client = await open_app()
    await enter(client, store, "local", {"blog": ADMIN})
    return client


async def post(client: Client, path: str, **fields: str) -> Any:
    return await client.post(
        f"/review/accounts{path}", data=fields, headers=OURS, allow_redirects=False
    )


async def held(store: Store, name: str) -> Any:
    user = await store.accounts.get(name)
    return user.roles if user else None


async def test_an_account_is_made_with_a_password_shown_once(
    root: Client, store: Store, open_app: OpenApp
) -> None:
    response = await post(root, "/add", name="cleo", site="blog", role="viewer")
    password = (await read_page(response)).one("code", id="password").text
    assert response.headers["Cache-Control"] == "no-store"
    assert password not in (await read_page(await root.get("/review/accounts"))).html
    assert await held(store, "cleo") == {"blog": VIEWER}
    client = await open_app()
    assert (await sign_in(client, "cleo", password)).status == 303
    response = await client.get("/review/", allow_redirects=False)
    assert response.headers["Location"] == "/review/account"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": "ana"}, 422),
        ({"name": ""}, 422),
        ({"name": "a b"}, 422),
        ({"name": "<b>"}, 422),
        ({"name": "x" * 65}, 422),
        ({"role": ""}, 400),
        ({"role": "owner"}, 400),
        ({"site": "nosuch"}, 404),
        ({"site": ""}, 404),
    ],
)
async def test_an_account_that_cannot_be_made(
    root: Client, store: Store, fields: dict[str, str], status: int
) -> None:
    said = {"name": "cleo", "site": "blog", "role": "viewer"} | fields
    await read_page(await post(root, "/add", **said), status)
    assert [user.name for user in await store.accounts.all()] == ["ana", "ben", "root"]
    assert await held(store, "ana") == {ALL: MODERATOR}


async def test_roles_are_given_and_taken(root: Client, store: Store) -> None:
    for site, role in (("blog", "viewer"), (ALL, ""), ("other", "admin")):
        assert (await post(root, "/role", name="ana", site=site, role=role)).status == 303
    assert await held(store, "ana") == {"blog": VIEWER, "other": ADMIN}


async def test_sessions_are_seen_and_ended(root: Client, store: Store) -> None:
    ana = await store.accounts.get("ana")
    assert ana is not None
    token = await store.accounts.sessions.start(ana, "Firefox on Linux")
    assert token is not None
    page = await read_page(await root.get("/review/accounts"))
    assert "1 session" in page.text
    assert "Firefox on Linux" in page.text
    assert (await post(root, "/sessions", name="ana")).status == 303
    assert await store.accounts.sessions.read(token) is None


async def test_a_removed_account_is_gone(root: Client, store: Store) -> None:
    ana = await store.accounts.get("ana")
    assert ana is not None
    token = await store.accounts.sessions.start(ana)
    assert (await post(root, "/remove", name="ana")).status == 303
    assert await store.accounts.get("ana") is None
    assert await store.accounts.sessions.read(token or "") is None
    assert (await post(root, "/remove", name="ana")).status == 404


async def test_the_form_has_what_stands_there_already(root: Client, store: Store) -> None:
    await store.accounts.remove("ben")
    await store.accounts.set_roles("ana", lambda _: {"other": MODERATOR})
    page = await read_page(await root.get("/review/accounts"))
    chosen = [e.attrs["value"] for e in page.all("option") if "selected" in e.attrs]
    assert chosen == ["other", "moderator"]


async def test_nobody_manages_their_own(root: Client, store: Store) -> None:
    await read_page(await post(root, "/role", name="root", site=ALL, role="viewer"), 403)
    await read_page(await post(root, "/remove", name="root"), 403)
    assert await held(store, "root") == {ALL: ADMIN}


async def test_an_admin_of_one_site_knows_its_accounts_only(local: Client) -> None:
    page = await read_page(await local.get("/review/accounts"))
    names = [e.text for e in page.all("h2")]
    assert names == ["both", "inside", "local", "Add an account"]
    assert "other" not in [e.attrs["value"] for e in page.all("option")]
    assert ALL not in [e.attrs["value"] for e in page.all("option")]


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/remove", {"name": "outside"}, 404),
        ("/remove", {"name": "none"}, 404),
        ("/remove", {"name": "ana"}, 404),
        ("/remove", {"name": "nobody"}, 404),
        ("/remove", {"name": "both"}, 403),
        ("/sessions", {"name": "both"}, 403),
        ("/sessions", {"name": "outside"}, 404),
        ("/role", {"name": "inside", "site": "other", "role": "admin"}, 404),
        ("/role", {"name": "inside", "site": ALL, "role": "admin"}, 404),
        ("/role", {"name": "outside", "site": "blog", "role": "viewer"}, 404),
        ("/role", {"name": "both", "site": "other", "role": ""}, 404),
        ("/add", {"name": "new", "site": ALL, "role": "admin"}, 404),
        ("/add", {"name": "new", "site": "other", "role": "viewer"}, 404),
    ],
)
async def test_an_admin_of_one_site_reaches_no_other(
    local: Client, store: Store, path: str, fields: dict[str, str], status: int
) -> None:
    before = [(user.name, user.roles) for user in await store.accounts.all()]
    await read_page(await post(local, path, **fields), status)
    assert [(user.name, user.roles) for user in await store.accounts.all()] == before


async def test_an_admin_of_one_site_manages_it(local: Client, store: Store) -> None:
    assert (await post(local, "/role", name="both", site="blog", role="")).status == 303
    assert await held(store, "both") == {"other": ADMIN}
    assert (await post(local, "/remove", name="inside")).status == 303
    assert await held(store, "inside") is None


async def test_to_others_there_is_no_such_page(client: Client, store: Store) -> None:
    await read_page(await client.get("/review/accounts"), 404)
    await read_page(await post(client, "/remove", name="ben"), 404)
    assert await held(store, "ben") is not None
    assert "accounts" not in (await read_page(await client.get("/review/account"))).html


@pytest.mark.parametrize("path", ["/add", "/role", "/sessions", "/remove"])
async def test_foreign_pages_change_nothing(root: Client, store: Store, path: str) -> None:
    fields = {"name": "ana", "site": "blog", "role": "viewer"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {"X-Nothing": "x"}):
        response = await root.post(f"/review/accounts{path}", data=fields, headers=headers)
        await read_page(response, 403)
    assert await held(store, "ana") == {ALL: MODERATOR}


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_names_and_browsers_are_text(
    root: Client, store: Store, hostile: str
) -> None:
    await store.accounts.add(hostile, HASH, {hostile: VIEWER})
    user = await store.accounts.get(hostile)
    assert user is not None
    await store.accounts.sessions.start(user, hostile)
    page = await read_page(await root.get("/review/accounts"))
    assert hostile in [e.text for e in page.all("h2")]
    assert page.text.count(hostile) >= 3
    assert hostile in [e.attrs["value"] for e in page.all("input", name="name", type="hidden")]
    assert (await post(root, "/role", name=hostile, site="blog", role="viewer")).status == 303
    await read_page(await post(root, "/add", name=hostile, site="blog", role="viewer"), 422)
    assert (await post(root, "/remove", name=hostile)).status == 303
