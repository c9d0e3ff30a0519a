"""The audit log as a page and as files: who may read it, what is in it, what is asked for."""

import csv
import io
import json
from typing import Any

import aiohttp
import pytest
from redis.exceptions import ConnectionError as StoreGone

from moderation.comment import Author, Comment, Status
from moderation.store import Store
from moderation.store.audit import Audit
from moderation.user import ALL, Role
from tests import make
from tests.service.pages import HOSTILE, Client, Page, read_page
from tests.service.review.moderator import OpenApp, press, wish
from tests.service.review.test_roles import signed_in

LOG = "/review/audit?site=blog"


def lines(page: Page) -> list[str]:
    """Each row's last cell: what was decided."""
    return [" ".join(cell.text.split()) for cell in page.all("td")[2::3]]


async def decide(store: Store, made: Comment, to: Status, by: str, **fields: Any) -> None:
    record = await make.read(store, made)
    seen = {"status": record.status, "version": record.version, "by": by}
    (outcome,) = await store.comments.decide([make.decision(made, to, **seen, **fields)])
    assert outcome.made


@pytest.fixture
async def made(store: Store) -> Comment:
    """Ben rejected it for spam, Ana took that back, the site's server published it."""
    made = await make.decided(store, Status.HELD, "words of it", author=Author(name="Cleo"))
    await decide(store, made, Status.REJECTED, "moderator:ben", reason="spam", note="seen before")
    await decide(store, made, Status.HELD, "moderator:ana")
    await decide(store, made, Status.PUBLISHED, "api")
    return made


async def test_it_tells_who_did_what_the_last_first(client: Client, made: Comment) -> None:
    page = await read_page(await client.get(LOG))
    assert lines(page) == [
        "held → published Comment, version 5",
        "rejected → held Comment, version 4 Takes back what ben decided",
        "held → rejected: Spam Comment, version 3",
    ]
    assert [cell.text for cell in page.all("td")[1::3]] == ["the site's server", "ana", "ben"]
    for secret in ("Cleo", "words of it", "seen before", "/hello"):
        assert secret not in page.html
    link = page.all("a", href=f"/review/?site=blog&queue=decided&comment={made.id}")[0]
    assert "words of it" in (await read_page(await client.get(link.attrs["href"]))).text


async def test_a_decision_on_the_page_is_in_it(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    assert "Nobody has decided anything yet." in (await read_page(await client.get(LOG))).text
    await press(client, wish(held, "spam"))
    await press(client, wish(held, "spam"))  # the same again is none
    page = await read_page(await client.get(LOG))
    assert lines(page) == ["held → rejected: Spam Comment, version 3"]


@pytest.mark.parametrize(
    ("query", "versions"),
    [
        ({"by": "ana"}, [4]),
        ({"by": "moderator:ben"}, [3]),
        ({"by": "api"}, [5]),
        ({"to": "held"}, [4]),
        ({"reason": "spam"}, [3]),
        ({"reversals": "1"}, [4]),
        ({"comment": "none"}, []),
        ({"since": "2000-01-01", "until": "9999-12-31"}, [5, 4, 3]),
        ({"since": "9999-12-31"}, []),
        ({"until": "1969-01-01"}, []),
        ({"by": "", "to": "", "since": ""}, [5, 4, 3]),
    ],
)
async def test_it_is_filtered_and_the_files_too(
    client: Client, made: Comment, query: dict[str, str], versions: list[int]
) -> None:
    asked = {"site": "blog", **query}
    page = await read_page(await client.get("/review/audit", params=asked))
    assert [int(line.split("version ")[1][0]) for line in lines(page)] == versions
    if not versions:
        assert "Nothing in the log matches." in page.text
    for link in page.all("a", download=""):
        answer = await client.get(link.attrs["href"])
        assert len((await answer.text()).splitlines()) == len(versions) + ("CSV" in link.text)
    assert {e.attrs["name"] for e in page.all("input") if e.attrs.get("value")} >= {"site"}


async def test_it_goes_on_page_by_page(client: Client, store: Store) -> None:
    for _ in range(60):
        await decide(store, await make.decided(store, Status.HELD), Status.REJECTED, "api")
    first = await read_page(await client.get(f"{LOG}&by=api"))
    second = await read_page(await client.get(first.one("a", rel="next").attrs["href"]))
    assert (len(lines(first)), len(lines(second))) == (50, 10)
    assert not second.all("a", rel="next")
    assert second.one("input", name="by").attrs["value"] == "api"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("to=pending", 400),
        ("to=x", 400),
        ("since=yesterday", 400),
        ("until=2026-02-30", 400),
        ("cursor=x", 400),
        ("site=nowhere", 404),
        ("site=", 404),
    ],
)
async def test_what_is_not_there_is_a_page(client: Client, query: str, status: int) -> None:
    address = f"/review/audit?{query}" if "site" in query else f"{LOG}&{query}"
    await read_page(await client.get(address), status)
    if "cursor" not in query:
        for kind in (".csv", ".jsonl"):
            await read_page(await client.get(address.replace("audit", f"audit{kind}")), status)


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_text_is_text(client: Client, store: Store, hostile: str) -> None:
    made = await make.decided(store, Status.HELD)
    await decide(store, made, Status.REJECTED, f"moderator:{hostile}", reason=hostile)
    await decide(store, made, Status.HELD, "moderator:ana")
    page = await read_page(await client.get(LOG))
    assert page.all("td")[4].text == hostile
    assert f"Takes back what {hostile} decided" in lines(page)[0]
    for name in ("by", "reason", "comment"):
        page = await read_page(
            await client.get("/review/audit", params={"site": "blog", name: hostile})
        )
        assert page.one("input", name=name).attrs["value"] == hostile
        assert len(lines(page)) == (name != "comment")
    for name in ("site", "to", "since", "until", "cursor"):
        query = {"site": "blog", name: hostile}
        response = await client.get("/review/audit", params=query)
        await read_page(response, 404 if name == "site" else 400)


async def files(client: Client, names: str = "") -> tuple[list[dict[str, str]], list[Any]]:
    told = []
    for kind, media in ((".csv", "text/csv"), (".jsonl", "application/x-ndjson")):
        answer = await client.get(f"/review/audit{kind}?site=blog{names}")
        assert (answer.status, answer.content_type) == (200, media)
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        told.append(await answer.text())
    rows = list(csv.DictReader(io.StringIO(told[0], newline="")))
    return rows, [json.loads(line) for line in told[1].splitlines()]


async def test_files_name_nobody(client: Client, made: Comment) -> None:
    rows, objects = await files(client)
    assert [row["version"] for row in rows] == ["5", "4", "3"]
    assert [each["version"] for each in objects] == [5, 4, 3]
    assert [row["by"] for row in rows] == [each["by"] for each in objects]
    assert (rows[0]["by"], rows[1]["reverses"]) == ("api", rows[2]["by"])
    assert rows[1]["by"] != rows[2]["by"]
    assert not {"moderator:ana", "moderator:ben"} & {row["by"] for row in rows}


@pytest.mark.parametrize("role", [None, *Role])
async def test_who_may_read_the_site_may_read_its_log(
    open_app: OpenApp, store: Store, made: Comment, role: Role | None
) -> None:
    held = {"other": Role.ADMIN} | ({"blog": role} if role else {})
    await store.sites.add("other")
    client = await signed_in(await open_app(), store, **held)
    page = await read_page(await client.get(LOG), 200 if role else 404)
    assert ("ben" in page.text) is (role is not None)
    for kind in (".csv", ".jsonl"):
        address = f"/review/audit{kind}?site=blog"
        assert (await client.get(address)).status == (200 if role else 404)
        named = await client.get(f"{address}&names=1")
        assert named.status == (200 if role is Role.ADMIN else 403 if role else 404)
        assert ("moderator:ben" in await named.text()) is (role is Role.ADMIN)
    assert ("With their names" in page.text) is (role is Role.ADMIN)
    assert len(page.all("a", href="/review/audit?site=other")) == (role is not None)


async def test_with_names_only_where_one_is_admin(
    open_app: OpenApp, store: Store, made: Comment
) -> None:
    client = await signed_in(await open_app(), store, **{ALL: Role.ADMIN})
    rows, objects = await files(client, "&names=1")
    assert [row["by"] for row in rows] == ["api", "moderator:ana", "moderator:ben"]
    assert objects[1]["reverses"] == "moderator:ben"


async def test_a_file_that_ends_too_soon_is_no_whole_file(
    client: Client, made: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Audit._step

    async def fail(self: Audit, site: str, cursor: str | None, search: Any) -> Any:
        if cursor is not None:
            raise StoreGone
        return await whole(self, site, cursor, search)

    monkeypatch.setattr(Audit, "_step", fail)
    monkeypatch.setattr("moderation.store.audit.STEP", 2)
    answer = await client.get("/review/audit.csv?site=blog")
    assert answer.status == 200
    with pytest.raises(aiohttp.ClientPayloadError):
        await answer.read()


async def test_reading_it_changes_nothing(client: Client, made: Comment, raw: Any) -> None:
    before = {key: raw.dump(key) for key in raw.scan_iter() if b":session:" not in key}
    for path in (LOG, "/review/audit.csv?site=blog", "/review/audit.jsonl?site=blog"):
        assert (await client.get(path)).status == 200
    assert before == {key: raw.dump(key) for key in raw.scan_iter() if b":session:" not in key}
