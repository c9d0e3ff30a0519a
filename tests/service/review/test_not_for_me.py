"""What somebody chose not to be shown: left out for them alone, and told to nobody."""

from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store
from moderation.user import ALL, Role
from moderation.verdict import Signal
from tests import make
from tests.service.pages import Client, read_page
from tests.service.review.moderator import OURS, OpenApp, rows, sign_in, texts
from tests.service.review.test_accounts import enter

SHOWN = "not for you"


async def choose(client: Client, *categories: str) -> Any:
    fields = {f"not-{name}": "1" for name in categories}
    path = "/review/account/not-for-me"
    return await client.post(path, data=fields, headers=OURS, allow_redirects=False)


async def hold(store: Store, body: str, category: str = "spam", **fields: Any) -> Comment:
    made = await make.kept(store, body)
    verdict = make.verdict(Status.HELD, category=category, **fields)
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    return made


async def test_it_is_left_out_counted_and_shown_when_asked(client: Client, store: Store) -> None:
    signal = Signal("hatred", "group", (), {}, 1.0, 2.0, "hate")
    hateful = await hold(store, "hateful", "hate")
    await hold(store, "spam that hates", "spam", signals=(signal,))
    await hold(store, "spam")
    assert (await choose(client, "hate")).status == 303
    page = await read_page(await client.get("/review/"))
    assert rows(page) == ["spam"]
    assert texts(page) == ["spam"]
    assert page.one("a", href="/review/?site=blog&status=held").text == "Held 3"
    assert "2 are not shown: not for you." in page.text
    once = await read_page(await client.get("/review/?site=blog&status=held&all=1"))
    assert rows(once) == ["hateful", "spam that hates", "spam"]
    assert SHOWN not in once.text
    opened = await read_page(await client.get(f"/review/?comment={hateful.id}"))
    assert texts(opened) == ["hateful"]  # a colleague's link
    await choose(client)
    assert len(rows(await read_page(await client.get("/review/")))) == 3


@pytest.mark.parametrize("queue", ["urgent", "second_opinion"])
async def test_lists_of_what_was_set_aside_leave_it_out_too(
    client: Client, store: Store, queue: str
) -> None:
    made = await hold(store, "a cry for help", "self_harm")
    if queue == "second_opinion":
        fields = {"site": "blog", "id": made.id, "why": queue}
        await client.post("/review/aside", data=fields, headers=OURS)
    await choose(client, "self_harm")
    page = await read_page(await client.get(f"/review/?queue={queue}"))
    assert rows(page) == []
    assert "1 is not shown: not for you." in page.text
    assert "Nothing else is here for you." in page.text


async def test_pages_are_full_without_it(client: Client, store: Store) -> None:
    for n in range(25):
        await hold(store, f"hateful {n}", "hate")
    for n in range(21):
        await hold(store, f"spam {n}")
    await choose(client, "hate")
    page = await read_page(await client.get("/review/"))
    assert rows(page) == [f"spam {n}" for n in range(20)]
    rest = await read_page(await client.get(page.one("a", rel="next").attrs["href"]))
    assert rows(rest) == ["spam 20"]


async def test_nobody_else_is_told(open_app: OpenApp, store: Store, raw: Any) -> None:
    client = await open_app()
    await sign_in(client)
    await hold(store, "hateful", "hate")
    await choose(client, "hate", "sexual")
    page = await read_page(await client.get("/review/account"))
    ticked = [e.attrs["name"] for e in page.all("input", type="checkbox") if "checked" in e.attrs]
    assert ticked == ["not-hate", "not-sexual"]
    await enter(client, store, "root", {ALL: Role.ADMIN})
    for path in ("/review/accounts", "/review/audit?site=blog", "/review/account"):
        html = (await read_page(await client.get(path))).html
        assert "not_for_me" not in html
        assert " checked" not in html
    assert rows(await read_page(await client.get("/review/"))) == ["hateful"]
    assert not list(raw.scan_iter("gr:{blog}:audit"))


async def test_a_bent_choice_keeps_what_there_is(client: Client, store: Store) -> None:
    await hold(store, "fine", "other")
    for name in ("clean", "<script>", "everything"):
        assert (await choose(client, name)).status == 303
    user = await store.accounts.get("ana")
    assert user is not None
    assert user.not_for_me == frozenset()
    foreign = await client.post("/review/account/not-for-me", data={"not-other": "1"})
    assert foreign.status == 403
    assert rows(await read_page(await client.get("/review/"))) == ["fine"]


async def test_what_is_not_shown_is_not_decided_with_the_rest(client: Client, store: Store) -> None:
    hateful, spam = await hold(store, "hateful", "hate"), await hold(store, "spam")
    await choose(client, "hate")
    fields = {"site": "blog", "status": "held", "all": "1", "action": "reject"}
    await client.post("/review/several", data=fields, headers=OURS)
    assert (await make.read(store, spam)).status is Status.REJECTED
    assert (await make.read(store, hateful)).status is Status.HELD
