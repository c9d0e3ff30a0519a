"""The page of what people did besides deciding."""

import pytest

from moderation.comment import Status
from moderation.ruling import Kind, Word, make_ruling
from moderation.store import Store
from moderation.store.acts import Act, Did
from service.review import acts
from service.review.acts import said
from tests import make
from tests.service.pages import HOSTILE, Client, read_page
from tests.service.review.moderator import OURS


async def test_nothing_was_done_yet(client: Client) -> None:
    page = await read_page(await client.get("/review/acts?site=blog"))
    assert "Nobody has done anything of this yet." in page.text


async def test_who_did_what_is_told(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    fields = {"site": "blog", "key": "/hello", "id": made.id, "pinned": "1", "closed": "1"}
    for what in ("pin", "close"):
        response = await client.post(f"/review/thread/{what}", data=fields, headers=OURS)
        assert response.status == 200
    ban = make_ruling(Kind.EMAIL, "max@mail.example", Word.BAN, "moderator:ben")
    await store.rulings.rule("blog", ban)
    ended = {"site": "blog", "name": ban.name}
    assert (await client.post("/review/rulings/end", data=ended, headers=OURS)).status == 200
    page = await read_page(await client.get("/review/acts?site=blog"))
    rows = [" ".join(row.text.split()) for row in page.all("tr")[1:]]
    assert [row.partition("UTC ")[2] for row in rows] == [
        "ana ended the ban of an e-mail address",
        "ben banned an e-mail address",
        "ana closed the thread/hello",
        "ana pinned a comment of the thread/helloThe comment",
    ]
    assert "max@mail.example" not in page.html


async def test_older_ones_are_on_further_pages(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "PAGE", 2)
    for n in range(3):
        await store.threads.close("blog", f"/{n}", "moderator:ana")
    page = await read_page(await client.get("/review/acts?site=blog"))
    assert len(page.all("tr")) == 3
    page = await read_page(await client.get(page.one("a", rel="next").attrs["href"]))
    assert len(page.all("tr")) == 2
    assert not page.all("a", rel="next")


async def test_no_site_no_cursor_no_page(client: Client) -> None:
    assert (await client.get("/review/acts?site=none")).status == 404
    assert (await client.get("/review/acts")).status == 404
    assert (await client.get("/review/acts?site=blog&cursor=x")).status == 400


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_a_hostile_thread_is_text(client: Client, store: Store, hostile: str) -> None:
    await store.threads.close("blog", hostile, "moderator:ana")
    page = await read_page(await client.get("/review/acts?site=blog"))
    assert hostile in page.one("table").text


def test_every_act_has_words() -> None:
    for did in Did:
        for word in Word if did in (Did.RULED, Did.ENDED) else [""]:
            for kind in Kind:
                what = f"{word} {kind}" if word else "/hello"
                assert said(Act("1-0", 1, "moderator:ana", did, what, None))
