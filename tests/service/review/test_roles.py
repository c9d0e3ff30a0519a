"""What each role allows: every cell of the matrix, as rules and as answers."""

from typing import Any

import pytest
from aiohttp import web

from moderation.comment import Status
from moderation.store import Store
from moderation.user import ALL, Role
from service.review import roles
from service.review.roles import Duty
from service.review.routes import create_app
from tests import make
from tests.service.pages import Client, read_page
from tests.service.review.moderator import HASH, JSON, OURS, OpenApp, press, sign_in, texts, wish

VIEWER, MODERATOR, ADMIN = Role


@pytest.mark.parametrize(
    ("held", "site", "role"),
    [
        ({}, "blog", None),
        ({"other": ADMIN}, "blog", None),
        ({"blog": VIEWER}, "blog", VIEWER),
        ({ALL: MODERATOR}, "blog", MODERATOR),
        ({ALL: VIEWER, "blog": MODERATOR}, "blog", MODERATOR),
        ({ALL: ADMIN, "blog": VIEWER}, "blog", ADMIN),
        ({"blog": ADMIN}, ALL, None),
    ],
)
def test_the_greater_role_counts(held: Any, site: str, role: Role | None) -> None:
    assert roles.role_on(held, site) is role
    assert roles.may_read(held, site) is (role is not None)
    assert roles.may_decide(held, site) is (role in (MODERATOR, ADMIN))
    assert roles.administers(held, site) is (role is ADMIN)


@pytest.mark.parametrize(
    ("admin", "other", "knows", "governs"),
    [
        ({ALL: ADMIN}, {}, True, True),
        ({ALL: ADMIN}, {ALL: ADMIN}, True, True),
        ({ALL: MODERATOR}, {"blog": VIEWER}, False, False),
        ({"blog": ADMIN}, {}, False, False),
        ({"blog": ADMIN}, {"blog": ADMIN}, True, True),
        ({"blog": ADMIN}, {"other": VIEWER}, False, False),
        ({"blog": ADMIN}, {"blog": VIEWER, "other": VIEWER}, True, False),
        ({"blog": ADMIN}, {ALL: VIEWER}, False, False),
        ({"blog": ADMIN}, {"blog": VIEWER, ALL: VIEWER}, True, False),
    ],
)
def test_nobody_reaches_beyond_their_sites(
    admin: Any, other: Any, knows: bool, governs: bool
) -> None:
    assert roles.knows_of(admin, other) is knows
    assert roles.governs(admin, other) is governs


def test_what_is_to_be_done_first() -> None:
    assert roles.duty({ALL: ADMIN}, once=True, second_step=True) is Duty.OWN_PASSWORD
    assert roles.duty({"blog": ADMIN}, once=False, second_step=False) is Duty.SECOND_STEP
    assert roles.duty({"blog": ADMIN}, once=False, second_step=True) is None
    assert roles.duty({ALL: MODERATOR}, once=False, second_step=False) is None


def test_a_role_is_set_in_one_place() -> None:
    held = {"blog": VIEWER, "other": ADMIN}
    assert roles.with_role(held, "blog", MODERATOR) == {"blog": MODERATOR, "other": ADMIN}
    assert roles.with_role(held, "blog", None) == {"other": ADMIN}
    assert roles.with_role(held, "third", None) == held


@pytest.fixture
async def two_sites(open_app: OpenApp, store: Store) -> Client:
    await store.sites.add("other")
    return await open_app()


async def signed_in(client: Client, store: Store, **held: Role) -> Client:
    """As somebody with these roles."""
    client.session.cookie_jar.clear()
    name = "-".join(f"{site}.{role}" for site, role in held.items()) or "none"
    await store.accounts.add(name, HASH, held)
    await store.accounts.propose_totp(name, "A" * 32)
    await store.accounts.confirm_totp(name, "A" * 32, 1)
    user = await store.accounts.get(name)
    assert user is not None
    token = await store.accounts.sessions.start(user, step=2)
    assert token is not None
    client.session.cookie_jar.update_cookies({"greenroom": token})
    return client


@pytest.mark.parametrize("role", [VIEWER, MODERATOR, ADMIN])
async def test_another_site_does_not_exist(two_sites: Client, store: Store, role: Role) -> None:
    held = await make.decided(store, Status.HELD, "seen text")
    client = await signed_in(two_sites, store, other=role)
    page = await read_page(await client.get("/review/"))
    assert "blog" not in page.text
    for path in ("/review/?site={}", "/review/?site={}&comment=" + held.id):
        told = []
        for site in ("blog", "nosuch"):
            response = await client.get(path.format(site), headers=JSON)
            body = await response.json()
            told.append((response.status, body["title"], body["detail"]))
        assert told == [(404, "There is nothing here", "No such site.")] * 2
    counts = await client.get("/review/counts?site=other", headers=JSON)
    assert (await counts.json())["held"] == {"other": 0}
    assert (await client.get("/review/counts?site=blog", headers=JSON)).status == 404
    answers = []
    for site in ("blog", "nosuch"):
        response = await press(client, wish(held) | {"site": site}, **OURS, **JSON)
        body = await response.json()
        answers.append((response.status, body["title"], body["detail"]))
    if role is VIEWER:
        assert [status for status, *_ in answers] == [403, 403]
    else:
        assert [status for status, *_ in answers] == [404, 404]
    assert answers[0] == answers[1]
    assert (await make.read(store, held)).status is Status.HELD


@pytest.mark.parametrize(("role", "status"), [(VIEWER, 403), (MODERATOR, 303), (ADMIN, 303)])
async def test_who_decides(two_sites: Client, store: Store, role: Role, status: int) -> None:
    held = await make.decided(store, Status.HELD, "seen text")
    client = await signed_in(two_sites, store, blog=role, other=MODERATOR)
    assert "seen text" in (await read_page(await client.get("/review/?site=blog"))).text
    assert (await press(client, wish(held))).status == status
    assert ((await make.read(store, held)).status is Status.PUBLISHED) is (status == 303)


async def test_roles_change_at_once(two_sites: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    client = await signed_in(two_sites, store, blog=MODERATOR)
    name = "blog.moderator"
    await store.accounts.set_roles(name, lambda _: {"blog": VIEWER})
    await read_page(await press(client, wish(held)), 403)
    await store.accounts.set_roles(name, lambda _: {})
    page = await read_page(await client.get("/review/"))
    assert "no role on any site" in page.text
    page = await read_page(await client.get("/review/?site=blog"))
    assert "no role on any site" in page.text
    await store.accounts.set_roles(name, lambda _: {"blog": MODERATOR})
    assert (await press(client, wish(held))).status == 303


def routes() -> list[tuple[str, str]]:
    """Of the review application, but for the door."""
    app: web.Application = create_app()
    found = {
        (route.method, f"/review{route.resource.canonical}")
        for route in app.router.routes()
        if route.method != "HEAD" and route.resource is not None
    }
    return sorted(found - {("GET", "/review/sign-in"), ("POST", "/review/sign-in")})


async def named(response: Any) -> bool:
    """Did the handler itself answer? To who is no admin there is "nothing here", and no more."""
    return "There is nothing here." not in await response.text()


# Who may: nobody but who has signed in; the unsafe ones only who decides, but for these.
OWN = "/review/account"
ADMINS = ("/review/accounts", "/review/care")
FOR_READERS = (
    "/review/sign-out",
    "/review/looking",
    "/review/views",
    "/review/views/remove",
)


@pytest.mark.parametrize(("method", "path"), routes())
async def test_every_route_knows_its_callers(
    two_sites: Client, store: Store, method: str, path: str
) -> None:
    own = path == OWN or path.startswith(f"{OWN}/")
    for role in (None, VIEWER, MODERATOR, ADMIN):
        held = {} if role is None else {"other": role}
        client = await signed_in(two_sites, store, **held)
        response = await client.request(
            method, path, data={} if method == "POST" else None, headers=OURS, allow_redirects=False
        )
        status = response.status
        assert status < 500, (path, role)
        if path.startswith(ADMINS):
            assert (await named(response)) is (role is ADMIN), (path, role, status)
        elif method == "POST" and not own and path not in FOR_READERS:
            assert (status == 403) is (role in (None, VIEWER)), (path, role, status)
        else:
            assert status != 403, (path, role)


async def test_without_a_session_no_route_answers(two_sites: Client) -> None:
    for method, path in routes():
        response = await two_sites.request(method, path, headers=OURS, allow_redirects=False)
        assert response.status == (401 if method == "POST" else 303), path


async def test_a_signed_in_moderator_of_old_decides_everywhere(
    client: Client, store: Store
) -> None:
    held = await make.decided(store, Status.HELD)
    assert (await press(client, wish(held))).status == 303


async def test_an_admin_without_a_second_step_gets_no_further(
    two_sites: Client, store: Store
) -> None:
    held = await make.decided(store, Status.HELD)
    await store.accounts.add("root", HASH, {ALL: ADMIN})
    assert (await sign_in(two_sites, "root")).status == 303
    response = await two_sites.get("/review/", allow_redirects=False)
    assert response.headers["Location"] == "/review/account"
    assert (await press(two_sites, wish(held))).headers["Location"] == "/review/account"
    response = await press(two_sites, wish(held), **OURS, **JSON)
    assert response.status == 403
    response = await two_sites.get("/review/accounts", allow_redirects=False)
    assert response.headers["Location"] == "/review/account"
    assert "Set it up to go on" in (await read_page(await two_sites.get("/review/account"))).text
    assert (await make.read(store, held)).status is Status.HELD


@pytest.mark.parametrize(("role", "verbs"), [(VIEWER, 0), (MODERATOR, 3)])
async def test_nobody_is_offered_what_they_may_not_do(
    two_sites: Client, store: Store, role: Role, verbs: int
) -> None:
    held = await make.decided(store, Status.HELD, "seen text")
    client = await signed_in(two_sites, store, blog=role)
    for path in ("/review/", f"/review/?comment={held.id}"):
        page = await read_page(await client.get(path))
        assert texts(page) == ["seen text"]
        assert len(page.all("button", name="action")) == verbs
        assert len(page.all("textarea")) == bool(verbs)
