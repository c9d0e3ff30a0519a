"""What readers reported: its list, its card, and how a moderator ends it."""

import pytest

from moderation.comment import Comment, Status
from moderation.report import Why
from moderation.store import Store
from moderation.store.desk import Aside
from moderation.user import ALL, Role
from tests import make
from tests.service.pages import HOSTILE, Client, read_page
from tests.service.review.moderator import OURS, OpenApp, press, rows, wish
from tests.service.review.test_accounts import enter
from tests.service.review.test_desk import beside, follow

REPORTED = "/review/?site=blog&queue=reported"


async def reported(store: Store, body: str = "rude", *whys: Why) -> Comment:
    made = await make.decided(store, Status.PUBLISHED, body)
    for n, why in enumerate(whys or (Why.ABUSE,)):
        await store.reports.make("blog", made.id, f"{body} {n}", why, f"report {n}")
    return made


async def waiting(store: Store) -> dict[Aside, int]:
    return {why: n for why, n in (await store.desk.sizes("blog")).items() if n}


async def test_it_has_a_list_of_its_own_and_stays_where_it_is(client: Client, store: Store) -> None:
    page = await read_page(await client.get("/review/"))
    assert "hidden" in page.one("a", href=REPORTED).attrs
    made = [await reported(store, f"text {n}", Why.ABUSE, Why.SPAM, Why.ABUSE) for n in range(2)]
    page = await read_page(await client.get("/review/"))
    assert rows(page) == []
    assert page.one("a", href=REPORTED).text == "Reported 2"
    page = await read_page(await client.get(REPORTED))
    assert rows(page) == ["text 0", "text 1"]
    assert not page.all("form", id="several")
    assert "3 readers reported this" in page.text
    assert "Abuse: 2" in page.text
    assert [q.text for q in page.all("q")] == ["report 0", "report 2", "report 1"]
    assert (await make.read(store, made[0])).status is Status.PUBLISHED


async def test_a_moderator_keeps_it_and_that_is_noted(client: Client, store: Store) -> None:
    made, other = await reported(store), await reported(store, "other")
    page = await read_page(await client.get(f"{REPORTED}&comment={made.id}"))
    assert page.one("button", value="hold", aria_describedby=f"h-{made.id}")
    kept = await beside(client, made, "reports/keep", queue="reported")
    assert rows(await follow(client, kept)) == ["other"]
    page = await read_page(await client.get(f"/review/?comment={made.id}"))
    assert "sees nothing wrong with it." in page.text
    assert "1 reader reported this" in page.text
    assert not page.all("form", action="/review/reports/keep")
    assert await store.reports.make("blog", made.id, "rude 0", Why.SPAM) is False
    assert await store.desk.aside("blog", Aside.REPORTED, 9) == [other.id]
    assert await store.reports.make("blog", made.id, "somebody else", Why.SPAM)
    assert (await waiting(store))[Aside.REPORTED] == 2
    assert (await make.read(store, made)).status is Status.PUBLISHED


async def test_any_decision_ends_it(client: Client, store: Store) -> None:
    made = await reported(store, "rude", Why.ABUSE, Why.AT_RISK)
    await follow(client, await press(client, wish(made, "hold")))
    assert (await make.read(store, made)).status is Status.HELD
    assert await waiting(store) == {}


async def test_who_may_be_at_risk_is_urgent_but_not_hidden(client: Client, store: Store) -> None:
    made = await reported(store, "goodbye", Why.AT_RISK)
    page = await read_page(await client.get("/review/?site=blog&queue=urgent"))
    assert rows(page) == ["goodbye"]
    assert page.one("a", href="/review/?site=blog&queue=urgent").text == "Urgent 1"
    assert "Somebody may be at risk: 1" in page.text
    assert "Crisis contacts" in page.text
    assert (await make.read(store, made)).status is Status.PUBLISHED
    page = await follow(client, await beside(client, made, "aside/back"))
    assert await waiting(store) == {Aside.REPORTED: 1}
    await store.reports.make("blog", made.id, "somebody else", Why.AT_RISK)
    await beside(client, made, "aside", why="urgent")
    assert (await make.read(store, made)).status is Status.HELD
    assert await waiting(store) == {Aside.URGENT: 1}


async def test_strangers_push_nobody_out_of_the_urgent(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.review.queues.MOST_ASIDE", 2)
    for n in range(3):
        await reported(store, f"text {n}", Why.AT_RISK)
    cry = await make.kept(store, "a cry for help")
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(cry, Status.HELD, verdict=verdict)])
    page = await read_page(await client.get("/review/?site=blog&queue=urgent"))
    assert rows(page) == ["a cry for help", "text 0", "text 1"]


@pytest.mark.parametrize(
    ("what", "fields", "status"),
    [
        ("aside", {"why": "reported"}, 400),
        ("aside", {"why": "at_risk"}, 400),
        ("reports/keep", {"site": "other"}, 404),
        ("reports/keep", {"id": "x"}, 404),
        ("reports/keep", {"note": "x" * 1001}, 400),
    ],
)
async def test_a_bent_form_changes_nothing(
    client: Client, store: Store, what: str, fields: dict[str, str], status: int
) -> None:
    made = await reported(store)
    await read_page(await beside(client, made, what, **fields), status)
    assert await waiting(store) == {Aside.REPORTED: 1}
    assert (await store.desk.of("blog", made.id)).notes == ()


async def test_a_viewer_reads_reports_and_ends_none(open_app: OpenApp, store: Store) -> None:
    made = await reported(store)
    client = await open_app()
    await enter(client, store, "vera", {ALL: Role.VIEWER})
    page = await read_page(await client.get(REPORTED))
    assert "1 reader reported this" in page.text
    assert not page.all("form", action="/review/reports/keep")
    response = await client.post(
        "/review/reports/keep", data={"site": "blog", "id": made.id}, headers=OURS
    )
    assert response.status == 403
    assert await waiting(store) == {Aside.REPORTED: 1}


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_reports_are_text(client: Client, store: Store, hostile: str) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    await store.reports.make("blog", made.id, "r", Why.OTHER, hostile)
    page = await read_page(await client.get(REPORTED))
    assert hostile in [q.text for q in page.all("q")]
