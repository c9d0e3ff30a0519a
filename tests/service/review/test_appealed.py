"""What authors appeal against: its list, its card, and how a moderator answers."""

from moderation.comment import Comment, Status
from moderation.store import Store
from moderation.store.appeals import Appeal
from moderation.user import Role
from tests import make
from tests.service.pages import Client, read_page
from tests.service.review.moderator import OURS, OpenApp, press, rows, sign_in, wish
from tests.service.review.test_desk import beside, follow

APPEALED = "/review/?site=blog&queue=appealed"


async def appealed(store: Store, body: str) -> Comment:
    made = await make.decided(store, Status.REJECTED, body)
    assert await store.appeals.make("blog", made.id)
    return made


async def test_it_has_a_list_of_its_own_and_is_among_the_rejected(
    client: Client, store: Store
) -> None:
    page = await read_page(await client.get("/review/"))
    link = next(e for e in page.all("a") if "queue=appealed" in e.attrs["href"])
    assert "hidden" in link.attrs
    for n in range(2):
        await appealed(store, f"text {n}")
    await make.decided(store, Status.REJECTED, "of nobody's interest")
    page = await read_page(await client.get("/review/"))
    link = next(e for e in page.all("a") if "queue=appealed" in e.attrs["href"])
    assert (link.text, "hidden" in link.attrs) == ("Appeals 2", False)
    page = await read_page(await client.get(link.attrs["href"]))
    assert rows(page) == ["text 0", "text 1"]
    assert "Its author asks to look again." in page.text
    assert not page.all("form", id="several")
    page = await read_page(await client.get("/review/?status=rejected"))
    assert len(rows(page)) == 3


async def test_it_stays_rejected_and_its_author_is_told_that_somebody_looked(
    client: Client, store: Store
) -> None:
    made = await appealed(store, "text 0")
    await appealed(store, "text 1")
    kept = await beside(client, made, "appeals/keep", queue="appealed")
    assert rows(await follow(client, kept)) == ["text 1"]
    page = await read_page(await client.get(f"/review/?status=rejected&comment={made.id}"))
    assert "looked again: it stays rejected." in page.text
    assert "Its author asks to look again." not in page.text
    assert await store.appeals.of("blog", made.id) is Appeal.ANSWERED
    assert (await make.read(store, made)).status is Status.REJECTED


async def test_it_is_approved_after_all(client: Client, store: Store) -> None:
    made = await appealed(store, "text 0")
    form = wish(made, "approve", queue="appealed")
    response = await press(client, form)
    assert rows(await follow(client, response)) == []
    assert (await make.read(store, made)).status is Status.PUBLISHED
    assert await store.appeals.of("blog", made.id) is Appeal.ANSWERED


async def test_who_only_reads_cannot_answer(open_app: OpenApp, store: Store) -> None:
    await store.accounts.set_roles("ana", lambda _: {"blog": Role.VIEWER})
    client = await open_app()
    await sign_in(client)
    made = await appealed(store, "text 0")
    page = await read_page(await client.get(f"{APPEALED}&comment={made.id}"))
    assert "Its author asks to look again." in page.text
    assert not page.all("form", action="/review/appeals/keep")
    form = {"site": "blog", "id": made.id}
    refused = await client.post("/review/appeals/keep", data=form, headers=OURS)
    assert refused.status == 403
    assert await store.appeals.of("blog", made.id) is Appeal.WAITING
